import type { ReactNode } from 'react';
import { lastConnection, pageContext } from '@/app/(portal)/page-data';
import { PortalFrame } from '@/app/(portal)/portal-frame';
import { askedPath } from '@/app/asked-path';
import { requireSession } from '@/app/session';
import { AccessProvider } from '@/components/access/access';
import { BareSettings, SettingsFrame } from '@/components/settings/settings-frame';
import { accessView } from '@/lib/access';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const signedIn = await requireSession(await askedPath());
  const slug = await lastConnection(signedIn);
  if (slug === null) {
    return (
      <AccessProvider access={accessView(signedIn, null)}>
        <BareSettings>{children}</BareSettings>
      </AccessProvider>
    );
  }
  return (
    <PortalFrame context={await pageContext(slug)}>
      <SettingsFrame>{children}</SettingsFrame>
    </PortalFrame>
  );
}

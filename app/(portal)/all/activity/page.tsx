import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { lastConnection, pageContext } from '@/app/(portal)/page-data';
import { PortalFrame } from '@/app/(portal)/portal-frame';
import { requireSession } from '@/app/session';
import { ActivityBoard } from '@/components/activity/activity-board';
import { PageFrame } from '@/components/shell/page-frame';

export const metadata: Metadata = { title: 'Activity of all connections' };

export default async function AllActivityPage() {
  const slug = await lastConnection(await requireSession('/all/activity'));
  if (slug === null) notFound();
  return (
    <PortalFrame context={await pageContext(slug)}>
      <PageFrame root={{ label: 'All connections', href: '/' }} crumbs={[{ label: 'Activity' }]}>
        <ActivityBoard of="all" slug={slug} />
      </PageFrame>
    </PortalFrame>
  );
}

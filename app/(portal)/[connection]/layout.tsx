import type { ReactNode } from 'react';
import { pageContext } from '@/app/(portal)/page-data';
import { PortalFrame } from '@/app/(portal)/portal-frame';

interface Props {
  params: Promise<{ connection: string }>;
  children: ReactNode;
}

export default async function ConnectionLayout({ params, children }: Props) {
  return <PortalFrame context={await pageContext((await params).connection)}>{children}</PortalFrame>;
}

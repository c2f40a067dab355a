import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '@/app/(portal)/page-data';
import { PageFrame } from '@/components/shell/page-frame';
import { LabBoard } from '@/components/workload/lab-board';
import { loadWorkload } from './actions';

interface Props {
  params: Promise<{ connection: string }>;
}

export const metadata: Metadata = { title: 'Lab' };

export default async function LabPage({ params }: Props) {
  const { connection } = await pageContext((await params).connection);
  if (connection.driver.simulated === undefined) notFound();
  return (
    <PageFrame crumbs={[{ label: 'Lab' }]}>
      <LabBoard load={loadWorkload} />
    </PageFrame>
  );
}

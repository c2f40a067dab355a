import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { activityReader } from '@/app/activity-reader';
import { ActivityBoard } from '@/components/activity/activity-board';
import { activityFacets } from '@/components/activity/activity-queries';
import { BulkPanel } from '@/components/bulk/bulk-panel';
import { bulkQuery } from '@/components/bulk/bulk-queries';
import { PageFrame } from '@/components/shell/page-frame';
import { bulkCap } from '@/lib/batch';
import { readBulk } from '@/lib/bulk';
import { readActivityFacets } from '@/lib/history';
import { runtime } from '@/lib/runtime';
import { directBulkOperation } from '../bulk-actions';

interface Props {
  params: Promise<{ connection: string }>;
}

export const metadata: Metadata = { title: 'Activity' };

const DAY_MS = 86_400_000;

export default async function ActivityPage({ params }: Props) {
  const { signedIn, connection, prisma, target, where } = await pageContext((await params).connection);
  const running = await runtime();
  const queries = pageQueries();
  await queries.prefetchQuery({
    ...bulkQuery(target),
    queryFn: () => readBulk(prisma, signedIn.scope, where, bulkCap(connection.kind)),
  });
  await queries.prefetchQuery({
    ...activityFacets(target.slug),
    queryFn: () => readActivityFacets(prisma, activityReader(running, signedIn, connection), running.clock() - DAY_MS),
  });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Activity' }]}>
        <ActivityBoard of={target.slug} slug={target.slug} before={<BulkPanel action={directBulkOperation} />} />
      </PageFrame>
    </HydrationBoundary>
  );
}

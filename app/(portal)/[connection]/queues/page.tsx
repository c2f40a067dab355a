import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { queuesQuery } from '@/components/data/queries';
import { QueuesBoard } from '@/components/queues/queues-board';
import { PageFrame } from '@/components/shell/page-frame';
import { readQueues } from '@/lib/history';
import { CONSUMABLE_ACTIONS } from './consumables/consumable-actions';
import { POLICY_ACTIONS, QUEUE_ACTIONS } from './queue-actions';

interface Props {
  params: Promise<{ connection: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await pageContext((await params).connection);
  return { title: `Queues · ${connection.name}` };
}

export default async function QueuesPage({ params }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const queries = pageQueries();
  await queries.prefetchQuery({
    ...queuesQuery(target),
    queryFn: () => readQueues(prisma, signedIn.scope, where),
  });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Queues' }]}>
        <QueuesBoard actions={QUEUE_ACTIONS} policyActions={POLICY_ACTIONS} consumableActions={CONSUMABLE_ACTIONS} />
      </PageFrame>
    </HydrationBoundary>
  );
}

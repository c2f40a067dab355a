import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { consumableNow } from '@/app/consumable-reader';
import { segmentText, titleText } from '@/app/segment';
import { ConsumableBoard, ConsumableGone } from '@/components/consumables/consumable-board';
import { consumableQuery } from '@/components/data/queries';
import { PageFrame } from '@/components/shell/page-frame';
import { CONSUMABLE_ACTIONS } from '../consumable-actions';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${titleText((await params).name)} · Consumable resources` };
}

export default async function ConsumablePage({ params }: Props) {
  const { connection: segment, name: given } = await params;
  const name = segmentText(given);
  const { signedIn, prisma, where, target, connection } = await pageContext(segment);
  const page = await consumableNow({ prisma, scope: signedIn.scope, where, connection }, name);
  const crumbs = [
    { label: 'Queues', href: `/${target.slug}/queues` },
    { label: 'Consumable resources', href: `/${target.slug}/queues?tab=consumables` },
    { label: name.slice(0, 128) },
  ];
  const queries = pageQueries();
  if (page !== null) queries.setQueryData(consumableQuery(target, name).queryKey, page);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={crumbs}>
        {page === null ? (
          <ConsumableGone name={name} slug={target.slug} />
        ) : (
          <ConsumableBoard name={name} actions={CONSUMABLE_ACTIONS} />
        )}
      </PageFrame>
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { queueQuery } from '@/components/data/queries';
import { RangeSelect } from '@/components/overview/range-select';
import { QueueBoard, QueueGone } from '@/components/queues/queue-board';
import { PageFrame } from '@/components/shell/page-frame';
import { readQueue } from '@/lib/history';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${decoded((await params).name)} · Queues` };
}

export default async function QueueRoute({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = decoded(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const page = await readQueue(prisma, signedIn.scope, where, name);
  const crumbs = [{ label: 'Queues', href: `/${target.slug}/queues` }, { label: name.slice(0, 128) }];
  if (page === null) {
    return (
      <PageFrame crumbs={crumbs}>
        <QueueGone name={name} slug={target.slug} />
      </PageFrame>
    );
  }
  const queries = pageQueries();
  queries.setQueryData(queueQuery(target, name).queryKey, page);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={crumbs} tools={<RangeSelect />}>
        <QueueBoard key={name} name={name} />
      </PageFrame>
    </HydrationBoundary>
  );
}

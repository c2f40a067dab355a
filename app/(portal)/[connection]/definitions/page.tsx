import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { definitionsQuery } from '@/components/definitions/definition-queries';
import { DefinitionsBoard } from '@/components/definitions/definitions-board';
import { PageFrame } from '@/components/shell/page-frame';
import { listDefinitions } from '@/lib/history';
import { deregisterDefinitions } from './actions';

interface Props {
  params: Promise<{ connection: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await pageContext((await params).connection);
  return { title: `Definitions · ${connection.name}` };
}

export default async function DefinitionsPage({ params }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const queries = pageQueries();
  await queries.prefetchQuery({
    ...definitionsQuery(target),
    queryFn: () => listDefinitions(prisma, signedIn.scope, where),
  });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Definitions' }]}>
        <DefinitionsBoard deregister={deregisterDefinitions} />
      </PageFrame>
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { environmentsQuery } from '@/components/data/queries';
import { EnvironmentsBoard } from '@/components/environments/environments-board';
import { PageFrame } from '@/components/shell/page-frame';
import { listEnvironments } from '@/lib/history';
import { ENVIRONMENT_ACTIONS } from './environment-actions';
import { SERVICE_ENVIRONMENT_ACTIONS } from './service/service-environment-actions';

interface Props {
  params: Promise<{ connection: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await pageContext((await params).connection);
  return { title: `Environments · ${connection.name}` };
}

export default async function EnvironmentsPage({ params }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const queries = pageQueries();
  await queries.prefetchQuery({
    ...environmentsQuery(target),
    queryFn: () => listEnvironments(prisma, signedIn.scope, where),
  });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Environments' }]}>
        <EnvironmentsBoard actions={ENVIRONMENT_ACTIONS} serviceActions={SERVICE_ENVIRONMENT_ACTIONS} />
      </PageFrame>
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { facetsQuery } from '@/components/data/queries';
import { loadJobList, queryOf, sortedQuery } from '@/components/jobs/job-filters';
import { PAGE_ROWS, pagesQuery } from '@/components/jobs/job-queries';
import { JobsBoard } from '@/components/jobs/jobs-board';
import { PageFrame } from '@/components/shell/page-frame';
import { jobsFacets, listJobs } from '@/lib/history';
import { endJobs, submitAgain } from '../bulk-actions';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await pageContext((await params).connection);
  return { title: `Jobs · ${connection.name}` };
}

export default async function JobsPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const { sort, ...filters } = loadJobList(await searchParams);
  const query = queryOf(filters);
  const listed = sortedQuery(query, sort);
  const queries = pageQueries();
  await Promise.all([
    queries.prefetchInfiniteQuery({
      ...pagesQuery(target, listed),
      queryFn: () => listJobs(prisma, signedIn.scope, where, { ...listed, limit: PAGE_ROWS }),
    }),
    queries.prefetchQuery({
      ...facetsQuery(target, query),
      queryFn: () => jobsFacets(prisma, signedIn.scope, where, query),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Jobs' }]}>
        <JobsBoard actions={{ endJobs, submitAgain }} />
      </PageFrame>
    </HydrationBoundary>
  );
}

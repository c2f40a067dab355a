import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { cache } from 'react';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { segmentText } from '@/app/segment';
import { jobQuery } from '@/components/data/queries';
import { JobBoard } from '@/components/jobs/job-board';
import { JobGone } from '@/components/jobs/job-gone';
import { jobHref } from '@/components/jobs/job-outcome';
import { PageFrame } from '@/components/shell/page-frame';
import { visibleText } from '@/lib/batch';
import { readJob } from '@/lib/history';
import { endJobs, submitAgain } from '../../bulk-actions';

interface Props {
  params: Promise<{ connection: string; jobId: string }>;
}

const jobOf = cache(async (segment: string, id: string) => {
  const { signedIn, prisma, where } = await pageContext(segment);
  return readJob(prisma, signedIn.scope, where, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection, jobId } = await params;
  const page = await jobOf(connection, segmentText(jobId));
  return { title: page === null ? 'No such job' : visibleText(page.job.name) };
}

export default async function JobRoute({ params }: Props) {
  const { connection, jobId } = await params;
  const id = segmentText(jobId);
  const { target } = await pageContext(connection);
  const page = await jobOf(connection, id);
  const jobs = { label: 'Jobs', href: `/${target.slug}/jobs` };
  if (page === null) {
    return (
      <PageFrame crumbs={[jobs, { label: id.slice(0, 60), mono: true }]}>
        <JobGone id={id} slug={target.slug} />
      </PageFrame>
    );
  }
  const queries = pageQueries();
  queries.setQueryData(jobQuery(target, id).queryKey, page);
  const queue = { label: page.job.queue, href: `/${target.slug}/jobs?queue=${encodeURIComponent(page.job.queue)}` };
  const href = jobHref(target.slug, id);
  const short = id.slice(0, 8) + (/[:#]\d+$/.exec(id)?.[0] ?? '');
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[jobs, queue, { label: short, mono: true, href, siblings: 'jobs' }]}>
        <JobBoard key={id} id={id} actions={{ endJobs, submitAgain }} />
      </PageFrame>
    </HydrationBoundary>
  );
}

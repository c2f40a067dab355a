import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { overviewQuery, type SeriesWindow, seriesQuery } from '@/components/data/queries';
import { OverviewBoard } from '@/components/overview/overview';
import { RangeSelect } from '@/components/overview/range-select';
import { CHART_POINTS, DEFAULT_RANGE, rangeMs, TIME_RANGES } from '@/components/overview/time-range';
import { PageFrame } from '@/components/shell/page-frame';
import { readOverview } from '@/lib/history';
import { METRIC_MEASURES, type MetricSubject, readSeries } from '@/lib/metrics';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await pageContext((await params).connection);
  return { title: `Overview · ${connection.name}` };
}

const isSubject = (name: string): name is MetricSubject => name in METRIC_MEASURES;

export default async function OverviewPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target, now } = await pageContext((await params).connection);
  const asked = (await searchParams).range;
  const range = TIME_RANGES.find(({ value }) => value === asked)?.value ?? DEFAULT_RANGE;
  const spanMs = rangeMs(range);
  const queries = pageQueries();
  const overview = queries.prefetchQuery({
    ...overviewQuery(target),
    queryFn: () =>
      readOverview(prisma, signedIn.scope, where).then(
        (found) => found ?? Promise.reject(new Error('nothing recorded')),
      ),
    retry: false,
  });
  const series = Object.keys(METRIC_MEASURES)
    .filter(isSubject)
    .map((subject) => {
      const window: SeriesWindow = { subject, spanMs, points: CHART_POINTS };
      return queries.prefetchQuery({
        ...seriesQuery(target, window, () => now),
        queryFn: () =>
          readSeries(prisma, signedIn.scope, where, { subject, from: now - spanMs, to: now, points: CHART_POINTS }),
      });
    });
  await Promise.all([overview, ...series]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={[{ label: 'Overview' }]} tools={<RangeSelect />}>
        <OverviewBoard />
      </PageFrame>
    </HydrationBoundary>
  );
}

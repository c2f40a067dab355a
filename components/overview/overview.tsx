'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Overview } from '@/lib/history';
import { prepareSpot } from '../charts/prepare-series';
import { useConnection } from '../data/connection';
import { useTimeFrame } from '../data/live';
import { overviewQuery } from '../data/queries';
import { useSeries } from '../data/use-series';
import { formatMoment } from '../format/time';
import { PageSentence } from '../shell/page-frame';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel, type PanelError } from '../ui/panel';
import { Skeleton, SkeletonRows } from '../ui/skeleton';
import { BacklogPanel } from './backlog-panel';
import { FailuresPanel } from './failures-panel';
import { OverviewNumbers } from './headline';
import { useTimeRange } from './range-select';
import { ReasonsPanel } from './reasons-panel';
import { overviewSentence } from './sentence';
import { SpotPanel } from './spot-panel';
import { CHART_POINTS, rangeMs } from './time-range';
import { VcpuPanel } from './vcpu-panel';

interface Failing {
  error: Error | null;
  refetch: () => Promise<unknown>;
}

function panelError(what: string, query: Failing): PanelError | null {
  const { error } = query;
  if (error === null) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { title: `${what} did not answer.`, detail: error.message, code, onRetry: () => void query.refetch() };
}

function OverviewLoading() {
  return (
    <>
      <div className="mb-3 flex flex-col gap-2 py-1">
        <Skeleton className="h-5 w-96 max-w-full" />
        <Skeleton className="h-3 w-72 max-w-full" />
      </div>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,2.07fr)_minmax(0,1fr)]">
        <Panel title="Why jobs wait" flush>
          <SkeletonRows rows={6} />
        </Panel>
        <Panel title="Failures by class" unit="last 24 h" flush>
          <SkeletonRows rows={6} columns={1} />
        </Panel>
      </div>
    </>
  );
}

function NothingRecorded({ slug, kind }: { slug: string; kind: 'aws' | 'simulated' }) {
  return (
    <Panel title="Overview" flush>
      <EmptyState
        title="Nothing was recorded yet."
        action={
          kind === 'simulated' ? (
            <ButtonLink variant="primary" href={`/${slug}/lab`}>
              Load a workload
            </ButtonLink>
          ) : undefined
        }
      >
        Queues, jobs and charts appear here as soon as the first change comes in.
      </EmptyState>
    </Panel>
  );
}

/** The numbers and panels of an overview that was read; each lives and fails by itself. */
function OverviewPanels({ overview, failed }: { overview: Overview; failed: PanelError | null }) {
  const { slug, tellsCapacity } = useConnection();
  const frame = useTimeFrame();
  const [range] = useTimeRange();
  const window = { spanMs: rangeMs(range), points: CHART_POINTS };
  const jobs = useSeries({ subject: 'queue-jobs', ...window });
  const vcpus = useSeries({ subject: 'environment-vcpus', ...window });
  const spot = useSeries({ subject: 'spot', ...window });
  const cost = useSeries({ subject: 'cost', ...window });
  const spotChart = useMemo(() => (spot.data === undefined ? null : prepareSpot(spot.data, frame)), [spot.data, frame]);
  const sparks = { jobs: jobs.data, cost: cost.data, spot: spotChart?.values.at(-1) };
  const asOf = failed === null ? null : formatMoment(overview.now, frame);
  return (
    <div className="flex flex-col gap-3">
      <OverviewNumbers overview={overview} now={overview.now} sparks={sparks} hasPrices={tellsCapacity} />
      <div className="grid items-stretch gap-3 lg:grid-cols-[minmax(0,2.07fr)_minmax(0,1fr)]">
        <ReasonsPanel slug={slug} overview={overview} frame={frame} error={failed} asOf={asOf} />
        <FailuresPanel slug={slug} failures={overview.failures} />
        <BacklogPanel
          slug={slug}
          queues={overview.queues}
          result={jobs.data}
          frame={frame}
          refetching={jobs.isPlaceholderData}
          error={panelError('Job counts', jobs)}
        />
        <VcpuPanel
          slug={slug}
          environments={overview.environments}
          reasons={overview.reasons}
          result={vcpus.data}
          frame={frame}
          error={panelError('vCPU samples', vcpus)}
        />
      </div>
      {tellsCapacity && (
        <SpotPanel
          chart={spotChart}
          frame={frame}
          refetching={spot.isPlaceholderData}
          error={panelError('Spot samples', spot)}
        />
      )}
    </div>
  );
}

/** What waits and why, on one page. */
export function OverviewBoard() {
  const connection = useConnection();
  const overview = useQuery(overviewQuery(connection));
  const failed = panelError('The overview', overview);
  if (overview.data === undefined) {
    const isNew = overview.error !== null && 'code' in overview.error && overview.error.code === 'not-found';
    if (isNew) return <NothingRecorded slug={connection.slug} kind={connection.kind} />;
    if (failed === null) return <OverviewLoading />;
    return (
      <Panel title="Overview" flush error={failed}>
        <p className="px-3.5 pt-4 text-13 text-tx2">Nothing could be read yet.</p>
      </Panel>
    );
  }
  const answer = overviewSentence(overview.data);
  return (
    <>
      <PageSentence second={answer.second}>
        {answer.first.map((part) => (
          <span key={part.text} className={part.tone === 'waits' ? 'text-warn' : undefined}>
            {part.text}
          </span>
        ))}
      </PageSentence>
      <OverviewPanels overview={overview.data} failed={failed} />
    </>
  );
}

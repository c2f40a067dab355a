'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, PencilLine } from 'lucide-react';
import { useMemo } from 'react';
import { visibleText } from '@/lib/batch';
import type { EnvironmentPage, EnvironmentRow, QueueRow } from '@/lib/history';
import { ResourceTabs } from '../changes/resource-tabs';
import { twinOf } from '../charts/prepare-chart';
import { prepareVcpus } from '../charts/prepare-series';
import { TimeChart } from '../charts/time-chart';
import { useConnection } from '../data/connection';
import { useNow, useTimeFrame } from '../data/live';
import { environmentQuery, environmentsQuery, queuesQuery } from '../data/queries';
import { useSeries } from '../data/use-series';
import { formatStep } from '../format/duration';
import { formatCount } from '../format/number';
import { DeleteNotice } from '../guided-delete/delete-notice';
import { codeOf, readFailure } from '../jobs/read-failure';
import { TagTags } from '../list/cells';
import { useTimeRange } from '../overview/range-select';
import { CHART_POINTS, rangeMs } from '../overview/time-range';
import { VerdictTag } from '../queues/verdict-tag';
import { ActButtons } from '../resource-acts/act-buttons';
import type { ResourceActions } from '../resource-acts/kind-acts';
import { ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { TwinTable } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { Link } from '../ui/link';
import { Panel, type PanelError } from '../ui/panel';
import { SkeletonChart, SkeletonRows } from '../ui/skeleton';
import { StatusGlyph } from '../ui/status';
import { TimeText } from '../ui/time-text';
import { Tag } from '../ui/verdict';
import { EnvironmentNumbers } from './environment-numbers';
import { listedEnvironment } from './environment-rows';
import { environmentVerdict, hasInstances, KIND_WORD, waitingFor } from './environment-words';
import { InvalidBanner } from './invalid-note';
import { PackingPanel } from './packing-panel';
import { useEnvironmentActs } from './use-environment-acts';

function ScalingPanel({ name }: { name: string }) {
  const frame = useTimeFrame();
  const [range] = useTimeRange();
  const series = useSeries({
    subject: 'environment-vcpus',
    names: [name],
    spanMs: rangeMs(range),
    points: CHART_POINTS,
  });
  const chart = useMemo(
    () => (series.data === undefined ? null : prepareVcpus(series.data, name, frame, undefined, 5)),
    [series.data, name, frame],
  );
  return (
    <Panel
      title="vCPU over time"
      unit={
        series.data === undefined
          ? 'used, provisioned, maximum'
          : `used, provisioned, maximum, ${formatStep(series.data.step)}`
      }
      refetching={series.isPlaceholderData}
      error={readFailure('vCPU samples', series)}
      {...(chart === null ? {} : { table: <TwinTable {...twinOf(chart, frame)} fileName={`vcpu-${name}`} /> })}
    >
      {chart === null ? (
        <SkeletonChart className="h-48" />
      ) : (
        <TimeChart
          title={`vCPU of ${name}`}
          unit="vCPU"
          chart={chart}
          className="h-48 max-md:h-36"
          empty="nothing recorded yet"
        />
      )}
    </Panel>
  );
}

type EventKind = EnvironmentPage['events'][number]['kind'];

function EventIcon({ kind }: { kind: EventKind }) {
  if (kind === 'interrupted') return <StatusGlyph state="INTERRUPTED" label="interrupted" size={13} />;
  const Icon = kind === 'launched' ? ArrowUp : kind === 'ended' ? ArrowDown : PencilLine;
  return <Icon size={14} strokeWidth={1.75} className="shrink-0 text-tx2" aria-hidden />;
}

function EventsPanel({ events }: { events: EnvironmentPage['events'] }) {
  return (
    <Panel title="Events" unit={events.length === 0 ? undefined : `the last ${events.length}`} flush>
      {events.length === 0 ? (
        <p className="px-3.5 py-4 text-13 text-tx2">Nothing happened yet.</p>
      ) : (
        <ul className="quiet-scroll max-h-80 overflow-y-auto" aria-label="Events">
          {events.map((event) => (
            <li
              key={`${event.at} ${event.kind} ${event.text}`}
              className="flex items-center gap-2.5 border-b border-ln2 px-3.5 py-1.5 text-13 last:border-b-0"
            >
              <TimeText at={event.at} style="short" className="w-20 shrink-0 text-12 text-tx3t" />
              <EventIcon kind={event.kind} />
              <span className="min-w-0 break-words text-tx1">{event.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** An environment: is it full, what runs where in it, what it costs, and what happened to it. */
export function EnvironmentBoard({ name, actions }: { name: string; actions: ResourceActions }) {
  const connection = useConnection();
  const query = useQuery(environmentQuery(connection, name));
  const queues = useQuery(queuesQuery(connection));
  const now = useNow(1000);
  const page = query.data;
  const failed = readFailure('This environment', query);
  if (page === undefined) {
    if (codeOf(query.error) === 'not-found') return <EnvironmentGone name={name} slug={connection.slug} />;
    return (
      <Panel title={visibleText(name)} flush error={failed}>
        {failed === null ? <SkeletonRows rows={8} label="Reading the environment" /> : <div className="h-4" />}
      </Panel>
    );
  }
  return <EnvironmentView page={page} failed={failed} actions={actions} queues={queues.data ?? []} now={now} />;
}

function EnvironmentHead({
  environment,
  queues,
  actions,
}: {
  environment: EnvironmentRow;
  queues: readonly QueueRow[];
  actions: ResourceActions;
}) {
  const connection = useConnection();
  const environments = useQuery(environmentsQuery(connection)).data ?? [environment];
  const acts = useEnvironmentActs(actions, environments, queues);
  const reasons = queues.flatMap((queue) => queue.reasons);
  const waiting = waitingFor(environment, reasons);
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2.5">
        <h1 className="min-w-0 break-words text-21 font-semibold text-tx0">{environment.name}</h1>
        <CopyButton text={environment.arn} label="Copy the ARN" />
        <Tag>{KIND_WORD[environment.type]}</Tag>
        <VerdictTag {...environmentVerdict(environment, reasons)} />
        <TagTags tags={environment.tags} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <ActButtons name={environment.name} acts={acts.actsOf([listedEnvironment(environment, reasons)])} shown={2} />
        </div>
      </div>
      <p className="text-13 text-tx2">
        {waiting > 0 ? `${formatCount(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'} for it. ` : ''}
        {environment.queues.length === 0 ? 'No queue uses it.' : 'Used by '}
        {environment.queues.map((queue, index) => (
          <span key={queue}>
            {index > 0 && ', '}
            <Link className="link underline!" href={`/${connection.slug}/queues/${encodeURIComponent(queue)}`}>
              {queue}
            </Link>
          </span>
        ))}
        {environment.queues.length > 0 && '.'}
        {environment.lastChange !== null && (
          <>
            {' '}
            Last change <TimeText at={environment.lastChange.at} style="ago" />
            {environment.lastChange.what !== null && `: ${environment.lastChange.what}`}
            {environment.lastChange.by !== null && `, by ${environment.lastChange.by}`}.
          </>
        )}
      </p>
      {acts.dialogs}
    </div>
  );
}

function EnvironmentView({
  page,
  failed,
  actions,
  queues,
  now,
}: {
  page: EnvironmentPage;
  failed: PanelError | null;
  actions: ResourceActions;
  queues: readonly QueueRow[];
  now: number | null;
}) {
  const { environment } = page;
  const { tellsCapacity } = useConnection();
  return (
    <div className="flex flex-col gap-3">
      <EnvironmentHead environment={environment} queues={queues} actions={actions} />
      {failed !== null && (
        <p role="alert" className="text-12 text-warn">
          {failed.title} What you see is the last that was read.
        </p>
      )}
      <DeleteNotice kind="environment" name={environment.name} />
      <InvalidBanner environment={environment} />
      <ResourceTabs kind="compute-environment" name={environment.name}>
        <EnvironmentNumbers page={page} />
        {tellsCapacity && hasInstances(environment) && (
          <PackingPanel instances={page.instances} queues={[...environment.queues].sort()} now={now} />
        )}
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.95fr)_minmax(0,1fr)]">
          <ScalingPanel name={environment.name} />
          <EventsPanel events={page.events} />
        </div>
      </ResourceTabs>
    </div>
  );
}

/** An environment that was never recorded here, or is gone. */
export function EnvironmentGone({ name, slug }: { name: string; slug: string }) {
  return (
    <Panel title="Not found" flush>
      <EmptyState
        title="There is no such environment here."
        action={<ButtonLink href={`/${slug}/environments`}>All environments</ButtonLink>}
      >
        <code className="break-all text-12">{visibleText(name.slice(0, 128))}</code> was deleted, or never was in this
        connection.
      </EmptyState>
    </Panel>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { visibleText } from '@/lib/batch';
import type { QueuePage, QueueRow } from '@/lib/history';
import { ResourceTabs } from '../changes/resource-tabs';
import { Swatch } from '../charts/chart-tooltip';
import { twinOf } from '../charts/prepare-chart';
import { prepareBacklog, STATE_LAYERS } from '../charts/prepare-series';
import { TimeChart } from '../charts/time-chart';
import { useConnection } from '../data/connection';
import { useNow, useTimeFrame } from '../data/live';
import { queueQuery } from '../data/queries';
import { useSeries } from '../data/use-series';
import { formatDuration, formatStep } from '../format/duration';
import { formatCount, formatNumber, formatPercent } from '../format/number';
import { DeleteNotice } from '../guided-delete/delete-notice';
import { jobHref } from '../jobs/job-outcome';
import { codeOf, readFailure } from '../jobs/read-failure';
import { TagTags } from '../list/cells';
import { useTimeRange } from '../overview/range-select';
import { CHART_POINTS, rangeMs } from '../overview/time-range';
import { Evidence } from '../reasons/reason-card';
import { evidenceWords } from '../reasons/reason-words';
import { ActButtons } from '../resource-acts/act-buttons';
import type { ResourceActions } from '../resource-acts/kind-acts';
import { ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { TwinTable } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { HeadlineNumber, HeadlineRow } from '../ui/headline-number';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { SkeletonChart, SkeletonRows } from '../ui/skeleton';
import { TimeText } from '../ui/time-text';
import { UserText } from '../ui/user-text';
import { Banner, Tag } from '../ui/verdict';
import { EnvironmentsInOrder } from './environments-in-order';
import { NextPanel } from './next-panel';
import { listed, policyWord } from './queue-rows';
import { blockOf, isBlocked, queueVerdict } from './queue-words';
import { QuotaSharesPanel, roomOf, ServiceEnvironmentPanel } from './service-panels';
import { useQueueActs } from './use-queue-acts';
import { VerdictTag } from './verdict-tag';

function BlockedBanner({ page, slug }: { page: QueuePage; slug: string }) {
  const { queue, next } = page;
  if (queue.status === 'INVALID')
    return (
      <Banner tone="bad" title="This queue is INVALID.">
        <UserText text={queue.statusReason ?? ''} />
      </Banner>
    );
  const block = blockOf(queue);
  if (block === null) return null;
  const head = block.evidence.blockedBy ?? next[0]?.id;
  const first = next.find((job) => job.id === head) ?? null;
  const name = first?.name ?? null;
  const cause = first?.waits?.cause ?? block.cause;
  const why = queue.reasons.find((reason) => reason.cause === cause) ?? block;
  return (
    <Banner
      tone={isBlocked(queue) ? 'bad' : 'warn'}
      {...(isBlocked(queue) && { title: 'Blocked' })}
      action={
        head === undefined ? undefined : (
          <ButtonLink variant="primary" size="panel" href={jobHref(slug, head)}>
            See what it needs
          </ButtonLink>
        )
      }
    >
      since <TimeText at={block.since} style="short" />.{' '}
      {head !== undefined && name !== null && (
        <>
          The job at the head is{' '}
          <Link className="link underline!" href={jobHref(slug, head)}>
            {name}
          </Link>
          :{' '}
        </>
      )}
      <Evidence parts={evidenceWords(why.cause, why.evidence)} />. {formatCount(block.count, 'job')}{' '}
      {block.count === 1 ? 'waits' : 'wait'} {isBlocked(queue) ? 'behind it' : 'for this'}.
    </Banner>
  );
}

function QueueNumbers({ page, now }: { page: QueuePage; now: number | null }) {
  const { queue, environments } = page;
  const [succeeded, failed] = [queue.counts.SUCCEEDED ?? 0, queue.counts.FAILED ?? 0];
  const free = environments.reduce(
    (sum, environment) => sum + Math.max(0, environment.maximumVcpus - environment.usedMilliVcpus / 1000),
    0,
  );
  const oldest =
    queue.oldestWaitingAt === null || now === null ? 'none' : `oldest ${formatDuration(now - queue.oldestWaitingAt)}`;
  return (
    <HeadlineRow>
      <HeadlineNumber label="Waiting" glyph="RUNNABLE" value={formatNumber(queue.waiting)} context={oldest} />
      <HeadlineNumber
        label="Running"
        glyph="RUNNING"
        value={formatNumber(queue.running)}
        context={`${formatNumber(queue.counts.STARTING ?? 0)} of them starting`}
      />
      <HeadlineNumber
        label="Failed"
        glyph="FAILED"
        value={formatNumber(failed)}
        context={
          failed + succeeded === 0
            ? 'none has ended yet'
            : `${formatPercent(failed, failed + succeeded)} of ${formatNumber(failed + succeeded)} that ended`
        }
      />
      {page.service === null ? (
        <HeadlineNumber
          label="Room below the maximum"
          value={formatNumber(free)}
          unit="vCPU"
          context={`in ${formatCount(environments.length, 'environment')}, shared with others`}
        />
      ) : (
        <HeadlineNumber
          label="Room below the limits"
          value={formatNumber(roomOf(page.service.environment))}
          unit="instances"
          context="in its service environment"
        />
      )}
    </HeadlineRow>
  );
}

function BacklogPanel({ name }: { name: string }) {
  const frame = useTimeFrame();
  const [range] = useTimeRange();
  const series = useSeries({ subject: 'queue-jobs', names: [name], spanMs: rangeMs(range), points: CHART_POINTS });
  const chart = useMemo(
    () => (series.data === undefined ? null : prepareBacklog(series.data, name, frame, undefined, 5)),
    [series.data, name, frame],
  );
  const failed = readFailure('Job counts', series);
  return (
    <Panel
      title="Backlog"
      unit={series.data === undefined ? 'jobs by state' : `jobs by state, ${formatStep(series.data.step)}`}
      refetching={series.isPlaceholderData}
      error={failed}
      actions={
        <span className="flex gap-3 text-12 text-tx2 max-md:hidden">
          {[...STATE_LAYERS].reverse().map((layer) => (
            <span key={layer.key} className="inline-flex items-center gap-1.5">
              <Swatch token={layer.token} hatched={layer.hatched === true} />
              {layer.label}
            </span>
          ))}
        </span>
      }
      {...(chart === null ? {} : { table: <TwinTable {...twinOf(chart, frame)} fileName={`backlog-${name}`} /> })}
    >
      {chart === null ? (
        <SkeletonChart className="h-56" />
      ) : (
        <TimeChart
          title={`Backlog of ${name}`}
          unit="jobs by state"
          chart={chart}
          isStacked
          className="h-56 max-md:h-40"
          empty="nothing recorded yet"
        />
      )}
    </Panel>
  );
}

function QueueHead({ queue, actions }: { queue: QueueRow; actions: ResourceActions }) {
  const { slug } = useConnection();
  const acts = useQueueActs(actions);
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <h1 className="min-w-0 break-words text-21 font-semibold text-tx0">{queue.name}</h1>
      <CopyButton text={queue.arn} label="Copy the ARN" />
      <Tag>priority {queue.priority}</Tag>
      <Tag>{policyWord(queue)}</Tag>
      <VerdictTag {...queueVerdict(queue)} />
      <TagTags tags={queue.tags} />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <Link className="link underline! text-12" href={`/${slug}/jobs?queue=${encodeURIComponent(queue.name)}`}>
          All jobs of this queue
        </Link>
        <ActButtons name={queue.name} acts={acts.actsOf([listed(queue)])} shown={2} />
      </div>
      {acts.dialogs}
    </div>
  );
}

/** A queue: is it moving, what blocks it, who is next, and where its jobs can run. */
export function QueueBoard({ name, actions }: { name: string; actions: ResourceActions }) {
  const connection = useConnection();
  const query = useQuery(queueQuery(connection, name));
  const now = useNow(1000);
  const page = query.data;
  const failed = readFailure('This queue', query);
  if (page === undefined) {
    if (codeOf(query.error) === 'not-found') return <QueueGone name={name} slug={connection.slug} />;
    return (
      <Panel title={visibleText(name)} flush error={failed}>
        {failed === null ? <SkeletonRows rows={8} label="Reading the queue" /> : <div className="h-4" />}
      </Panel>
    );
  }
  const { queue } = page;
  return (
    <div className="flex flex-col gap-3">
      <QueueHead queue={queue} actions={actions} />
      <DeleteNotice kind="queue" name={queue.name} />
      {failed !== null && (
        <p role="alert" className="text-12 text-warn">
          {failed.title} What you see is the last that was read.
        </p>
      )}
      <BlockedBanner page={page} slug={connection.slug} />
      <ResourceTabs kind="job-queue" name={queue.name}>
        <QueueNumbers page={page} now={now} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,2.05fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-3">
            <BacklogPanel name={queue.name} />
            {queue.hasQuotaShares && <QuotaSharesPanel shares={page.service?.shares ?? []} />}
            <NextPanel page={page} now={now} />
          </div>
          {page.service === null ? (
            <EnvironmentsInOrder names={queue.environments} environments={page.environments} reasons={queue.reasons} />
          ) : (
            <ServiceEnvironmentPanel name={queue.serviceEnvironment ?? ''} environment={page.service.environment} />
          )}
        </div>
      </ResourceTabs>
    </div>
  );
}

/** A queue that was never recorded here, or is gone. */
export function QueueGone({ name, slug }: { name: string; slug: string }) {
  return (
    <Panel title="Not found" flush>
      <EmptyState
        title="There is no such queue here."
        action={<ButtonLink href={`/${slug}/queues`}>All queues</ButtonLink>}
      >
        <code className="break-all text-12">{visibleText(name.slice(0, 128))}</code> was deleted, or never was in this
        connection. Its jobs stay under{' '}
        <Link className="link underline!" href={`/${slug}/jobs?queue=${encodeURIComponent(name)}`}>
          Jobs
        </Link>
        .
      </EmptyState>
    </Panel>
  );
}

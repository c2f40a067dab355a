'use client';

import { useQuery } from '@tanstack/react-query';
import { visibleText } from '@/lib/batch';
import type { ConsumablePage, ConsumableRow, JobRow } from '@/lib/history';
import { ResourceTabs } from '../changes/resource-tabs';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { consumableQuery } from '../data/queries';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber, formatPercent } from '../format/number';
import { jobHref, nameWords } from '../jobs/job-outcome';
import { codeOf, readFailure } from '../jobs/read-failure';
import { Cell, HeadCell, TagTags } from '../list/cells';
import { ActButtons } from '../resource-acts/act-buttons';
import { ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { EmptyState } from '../ui/empty-state';
import { HeadlineNumber, HeadlineRow } from '../ui/headline-number';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { StatusGlyph } from '../ui/status';
import { Tag } from '../ui/verdict';
import type { ConsumableActions } from './consumable-acts';
import { kindWord, listedConsumable } from './consumable-rows';
import { useConsumableActs } from './use-consumable-acts';

function Numbers({ page }: { page: ConsumablePage }) {
  const { consumable, jobs } = page;
  const { totalQuantity: total, inUseQuantity: inUse, availableQuantity: free, isReplenishable } = consumable;
  const unit = (value: number | null) => (value === null ? '–' : formatNumber(value));
  const part = inUse === null || total === 0 ? 'as Batch tells it' : `${formatPercent(inUse, total)} of the total`;
  return (
    <HeadlineRow>
      <HeadlineNumber label="Free" value={unit(free)} context="as Batch tells it, up to 30 s old" />
      <HeadlineNumber
        label="In use"
        value={unit(inUse)}
        context={isReplenishable ? part : 'gone from the total already'}
      />
      <HeadlineNumber
        label="Total"
        value={formatNumber(total)}
        context={isReplenishable ? 'comes back when a job ends' : 'what no job has taken yet'}
      />
      <HeadlineNumber
        label="Jobs that wait"
        glyph="RUNNABLE"
        value={jobs === null ? '–' : formatNumber(jobs.waiting.length)}
        context={jobs?.isCut === true ? 'of the newest 100' : 'in RUNNABLE, for this or something else too'}
      />
    </HeadlineRow>
  );
}

function JobsTable({
  title,
  jobs,
  none,
  now,
}: {
  title: string;
  jobs: readonly JobRow[];
  none: string;
  now: number | null;
}) {
  const { slug } = useConnection();
  return (
    <Panel title={title} unit={formatCount(jobs.length, 'job')} flush>
      {jobs.length === 0 ? (
        <p className="px-3.5 py-3 text-13 text-tx2">{none}</p>
      ) : (
        <table className="w-full text-13" aria-label={title}>
          <thead>
            <tr className="h-8 text-12 text-tx3t">
              <HeadCell>Job</HeadCell>
              <HeadCell>Queue</HeadCell>
              <HeadCell isNumber>Since submit</HeadCell>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => {
              const { name, mark } = nameWords(job);
              return (
                <tr key={job.id} className="h-row border-t border-ln2">
                  <Cell className="max-w-72">
                    <span className="flex min-w-0 items-center gap-2">
                      <StatusGlyph state={job.status} />
                      <Link
                        href={jobHref(slug, job.id)}
                        className="min-w-0 truncate font-semibold text-tx0 hover:underline"
                        title={job.name}
                      >
                        {name} {mark}
                      </Link>
                    </span>
                  </Cell>
                  <Cell className="max-w-48 truncate">{job.queue}</Cell>
                  <Cell isNumber>{now === null ? '–' : formatDuration(Math.max(0, now - job.createdAt))}</Cell>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Head({ consumable, actions }: { consumable: ConsumableRow; actions: ConsumableActions }) {
  const acts = useConsumableActs(actions);
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <h1 className="min-w-0 break-words text-21 font-semibold text-tx0">{consumable.name}</h1>
      <CopyButton text={consumable.arn} label="Copy the ARN" />
      <Tag>{kindWord(consumable)}</Tag>
      {consumable.availableQuantity === 0 && <Tag tone="warn">none free</Tag>}
      <TagTags tags={consumable.tags} />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <ActButtons name={consumable.name} acts={acts.actsOf([listedConsumable(consumable)])} shown={2} />
      </div>
      {acts.dialogs}
    </div>
  );
}

function Definitions({ names }: { names: readonly string[] }) {
  const { slug } = useConnection();
  return (
    <Panel title="Definitions that need it" unit={formatCount(names.length, 'definition')} flush>
      {names.length === 0 ? (
        <p className="px-3.5 py-3 text-13 text-tx2">None. A submit may still name it.</p>
      ) : (
        <ul>
          {names.map((name) => (
            <li key={name} className="border-b border-ln2 px-3.5 py-2 text-13 last:border-b-0">
              <Link className="link" href={`/${slug}/definitions/${encodeURIComponent(name)}`}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Jobs({ jobs }: { jobs: NonNullable<ConsumablePage['jobs']> }) {
  const now = useNow(1000);
  return (
    <>
      <JobsTable title="Jobs that hold it" jobs={jobs.holding} none="No job holds it now." now={now} />
      <JobsTable title="Jobs that need it and wait" jobs={jobs.waiting} none="No job that needs it waits." now={now} />
    </>
  );
}

/** A consumable resource: how much of it is free, who holds it, and who waits. */
export function ConsumableBoard({ name, actions }: { name: string; actions: ConsumableActions }) {
  const connection = useConnection();
  const query = useQuery(consumableQuery(connection, name));
  const page = query.data;
  const failed = readFailure('This consumable resource', query);
  if (codeOf(query.error) === 'not-found') return <ConsumableGone name={name} slug={connection.slug} />;
  if (page === undefined)
    return (
      <Panel title={visibleText(name)} flush error={failed}>
        {failed === null ? <SkeletonRows rows={6} label="Reading the consumable resource" /> : <div className="h-4" />}
      </Panel>
    );
  return (
    <div className="flex flex-col gap-3">
      <Head consumable={page.consumable} actions={actions} />
      {failed !== null && (
        <p role="alert" className="text-12 text-warn">
          {failed.title} What you see is the last that was read.
        </p>
      )}
      <ResourceTabs kind="consumable-resource" name={page.consumable.name}>
        <Numbers page={page} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,2.05fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-3">
            {page.jobs === null ? (
              <p className="text-13 text-tx2">Which jobs hold it is not known now: Batch alone tells it.</p>
            ) : (
              <Jobs jobs={page.jobs} />
            )}
          </div>
          <Definitions names={page.consumable.definitions} />
        </div>
      </ResourceTabs>
    </div>
  );
}

/** A consumable resource that was never recorded here, or is gone. */
export function ConsumableGone({ name, slug }: { name: string; slug: string }) {
  return (
    <Panel title="Not found" flush>
      <EmptyState
        title="There is no such consumable resource here."
        action={<ButtonLink href={`/${slug}/queues?tab=consumables`}>All consumable resources</ButtonLink>}
      >
        <code className="break-all text-12">{visibleText(name.slice(0, 128))}</code> was deleted, or never was in this
        connection. Jobs that need it wait until it is made again.
      </EmptyState>
    </Panel>
  );
}

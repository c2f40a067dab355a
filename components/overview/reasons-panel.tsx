import { WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { Overview } from '@/lib/history';
import { consumableHref } from '../consumables/consumable-href';
import { formatCount, formatNumber } from '../format/number';
import { formatMoment, isoOf, type TimeFrame } from '../format/time';
import { afterWhat } from '../reasons/after-what';
import { ReasonCard } from '../reasons/reason-card';
import { environmentHref, evidenceText, groupReasons, type ReasonGroup } from '../reasons/reason-words';
import { TwinTable } from '../ui/data-table';
import { Panel, type PanelError } from '../ui/panel';
import type { TwinRow } from '../ui/twin-table';

const COLUMNS = [
  { key: 'cause', label: 'Reason', number: false },
  { key: 'evidence', label: 'Evidence', number: false },
  { key: 'queues', label: 'Queues', number: false },
  { key: 'since', label: 'Since', number: false },
  { key: 'count', label: 'Jobs', number: true },
] as const;

function rowOf(group: ReasonGroup, frame: TimeFrame): TwinRow {
  const text = (value: string) => ({ text: value, value });
  return {
    key: group.key,
    cells: {
      cause: text(WAITING_CAUSE_TITLE[group.cause]),
      evidence: text(evidenceText(group.cause, group.evidence)),
      queues: text(group.queues.map((queue) => queue.name).join(', ')),
      since: { text: formatMoment(group.since, frame), value: isoOf(group.since) },
      count: { text: formatNumber(group.count), value: group.count },
    },
  };
}

/** Where the jobs of a reason are listed. */
function jobsHref(slug: string, group: ReasonGroup): string {
  const search = new URLSearchParams({ status: group.cause === 'dependency' ? 'PENDING' : 'RUNNABLE' });
  if (group.queues.length === 1 && group.queues[0] !== undefined) search.set('queue', group.queues[0].name);
  return `/${slug}/jobs?${search}`;
}

/** Where one sees what blocks; the safe act comes first, changing it is that page's. */
function lookAt(slug: string, group: ReasonGroup): { label: string; href: string } | null {
  const { environment, blockedBy, consumable } = group.evidence;
  if (blockedBy !== undefined)
    return { label: 'See what it needs', href: `/${slug}/jobs/${encodeURIComponent(blockedBy)}` };
  if (consumable !== undefined) return { label: 'See resource', href: consumableHref(slug, consumable) };
  if (environment !== undefined)
    return { label: 'See environment', href: environmentHref(slug, environment, group.evidence) };
  const [queue] = group.queues;
  return queue === undefined ? null : { label: 'See queue', href: `/${slug}/queues/${encodeURIComponent(queue.name)}` };
}

/** Why jobs wait: each counted once, under its first blocker, so the cards add up to what waits. */
export function ReasonsPanel({
  slug,
  overview,
  frame,
  error,
  asOf,
}: {
  slug: string;
  overview: Overview;
  frame: TimeFrame;
  error: PanelError | null;
  asOf: string | null;
}) {
  const groups = groupReasons(overview.reasons);
  const explained = groups.reduce((sum, group) => sum + group.count, 0);
  const rest = overview.waiting - explained;
  const largest = groups[0]?.count ?? 0;
  return (
    <Panel
      title="Why jobs wait"
      unit="each job counted once, by its first blocker"
      flush
      error={error}
      asOf={asOf}
      actions={
        rest > 0 && groups.length > 0 ? (
          <span className="num text-12 text-tx2">{formatCount(rest, 'more', 'more')} not worked out yet</span>
        ) : undefined
      }
      {...(groups.length === 0
        ? {}
        : {
            table: (
              <TwinTable columns={COLUMNS} rows={groups.map((group) => rowOf(group, frame))} fileName="why-jobs-wait" />
            ),
          })}
    >
      {groups.length === 0 ? (
        <p className="px-3.5 py-6 text-13 text-tx2">
          {overview.waiting === 0
            ? 'No job waits.'
            : `${formatCount(overview.waiting, 'job')} wait; why is not worked out yet.`}
        </p>
      ) : (
        <ol>
          {groups.slice(0, 8).map((group) => (
            <ReasonCard
              key={group.key}
              group={group}
              largest={largest}
              after={afterWhat(group, overview.queues, overview.environments)}
              jobsHref={jobsHref(slug, group)}
              look={lookAt(slug, group)}
            />
          ))}
          {groups.length > 8 && (
            <li className="px-3.5 py-2 text-12 text-tx3t">
              8 of {groups.length} reasons, by jobs; all are in the table.
            </li>
          )}
        </ol>
      )}
    </Panel>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { JobRow, QueuePage } from '@/lib/history';
import { useConnection } from '../data/connection';
import { useTimeFrame } from '../data/live';
import { queueFrontQuery } from '../data/queries';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber } from '../format/number';
import { formatMoment } from '../format/time';
import { isStuck, jobHref, nameWords } from '../jobs/job-outcome';
import { Cell, HeadCell } from '../list/cells';
import { askedWords } from '../reasons/reason-words';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { StatusGlyph } from '../ui/status';

/** The reason where it differs from the row above; else that it is the same, once. */
function reasonCell(rows: readonly JobRow[], index: number): { text: string; isStuck: boolean } | null {
  const cause = rows[index]?.waits?.cause ?? null;
  const above = index === 0 ? undefined : (rows[index - 1]?.waits?.cause ?? null);
  if (cause === above) return null;
  if (cause === null) return { text: 'not known', isStuck: false };
  const title = WAITING_CAUSE_TITLE[cause];
  return { text: title.charAt(0).toLowerCase() + title.slice(1), isStuck: isStuck(cause) };
}

/**
 * Who is next, and by which order in words. First in, first out is known from history; the order of fair shares only Batch
 * knows, so it is asked, and where it does not answer the oldest stand first and are called no more than that.
 */
function useFront({ queue, next }: QueuePage): { next: readonly JobRow[]; order: string } {
  const connection = useConnection();
  const frame = useTimeFrame();
  const isFair = queue.policy !== null;
  const isAsked = isFair && connection.epoch === connection.currentEpoch;
  const front = useQuery({ ...queueFrontQuery(connection, queue.name), enabled: isAsked });
  if (!isFair) return { next, order: 'first in, first out' };
  if (front.data === undefined) {
    return { next, order: front.isFetching ? 'oldest first' : 'oldest first; the order of shares is not known now' };
  }
  return { next: front.data.jobs, order: `by share, as Batch told at ${formatMoment(front.data.at, frame)}` };
}

function NextRow({
  job,
  position,
  reason,
  now,
}: {
  job: JobRow;
  position: number;
  reason: ReturnType<typeof reasonCell>;
  now: number | null;
}) {
  const { slug } = useConnection();
  const { name, mark } = nameWords(job);
  const ink = reason?.isStuck === true ? 'text-warn' : 'text-tx2';
  return (
    <tr className={`h-row border-t border-ln2 ${position === 1 && reason?.isStuck === true ? 'bg-warng' : ''}`}>
      <Cell isNumber className="w-10 text-tx3t">
        {position}
      </Cell>
      <Cell className="max-w-72">
        <span className="flex min-w-0 items-center gap-2">
          <StatusGlyph state="RUNNABLE" />
          <Link
            href={jobHref(slug, job.id)}
            className="min-w-0 truncate font-semibold text-tx0 hover:underline"
            title={job.name}
          >
            {name} {mark}
          </Link>
        </span>
        {reason !== null && <span className={`block truncate text-12 md:hidden ${ink}`}>{reason.text}</span>}
      </Cell>
      <Cell wide>{job.share ?? '–'}</Cell>
      <Cell wide className="num">
        {askedWords(job)}
      </Cell>
      <Cell isNumber>{now === null ? '–' : formatDuration(now - job.createdAt)}</Cell>
      <Cell className={`max-w-56 truncate max-md:hidden ${ink}`}>{reason?.text ?? ''}</Cell>
    </tr>
  );
}

/** The first jobs in the order that Batch tries them, what they ask, and why they wait. */
export function NextPanel({ page, now }: { page: QueuePage; now: number | null }) {
  const { queue } = page;
  const { next, order } = useFront(page);
  const runnable = queue.counts.RUNNABLE ?? 0;
  const unit = next.length < runnable ? `the first ${next.length} of ${formatNumber(runnable)}, ${order}` : order;
  return (
    <Panel title="Who is next" unit={next.length === 0 ? undefined : unit} flush>
      {next.length === 0 ? (
        <p className="px-3.5 py-6 text-13 text-tx2">
          {queue.waiting === 0
            ? 'No job waits here.'
            : `${formatCount(queue.waiting, 'job')} ${queue.waiting === 1 ? 'waits' : 'wait'}, none of them RUNNABLE: other jobs must end first.`}
        </p>
      ) : (
        <table className="w-full text-13" aria-label="Who is next">
          <thead className="max-md:sr-only">
            <tr className="h-8 text-12 text-tx3t">
              <HeadCell isNumber>#</HeadCell>
              <HeadCell>Job</HeadCell>
              <HeadCell wide>Share</HeadCell>
              <HeadCell wide>Asks</HeadCell>
              <HeadCell isNumber>Waits</HeadCell>
              <HeadCell>Why it waits</HeadCell>
            </tr>
          </thead>
          <tbody>
            {next.map((job, index) => (
              <NextRow key={job.id} job={job} position={index + 1} reason={reasonCell(next, index)} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

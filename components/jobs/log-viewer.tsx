'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Download, Search, WrapText } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { AttemptRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { isoOf } from '../format/time';
import { Button, IconButton } from '../ui/button';
import { controlClass } from '../ui/field';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { SkeletonRows } from '../ui/skeleton';
import { showToast } from '../ui/toast';
import { LogLines } from './log-lines';
import { LOG_PAGE, shownLine } from './log-text';
import { codeOf, readFailure } from './read-failure';
import { logQuery, MOST_PAGES, useLog } from './use-log';

/** Numbers of the lines that hold the text; of what is read. */
function matchesIn(log: ReturnType<typeof useLog>, needle: string): number[] {
  if (needle === '') return [];
  const what = needle.toLowerCase();
  const found: number[] = [];
  for (const [page, lines] of log.pages) {
    lines.forEach((line, index) => {
      if (shownLine(line.message).toLowerCase().includes(what)) found.push(page * LOG_PAGE + index);
    });
  }
  return found.sort((a, b) => a - b);
}

function useDownload(job: string, stream: string, attempt: number) {
  const connection = useConnection();
  const client = useQueryClient();
  const [isReading, setReading] = useState(false);
  const download = async () => {
    setReading(true);
    try {
      const parts: string[] = [];
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { lines, total } = await client.fetchQuery(logQuery(connection, job, stream, page, false));
        parts.push(...lines.map((line) => `${isoOf(line.at)} ${line.message}\n`));
        if ((page + 1) * LOG_PAGE >= total) break;
      }
      const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
      const anchor = document.createElement('a');
      anchor.href = url;
      anchor.download = `${job.replaceAll(':', '-')}-attempt-${attempt}.log`;
      anchor.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      showToast({
        kind: 'refused',
        title: 'The log could not be read.',
        ...(error instanceof Error && { detail: error.message }),
      });
    } finally {
      setReading(false);
    }
  };
  return { download, isReading };
}

function SearchTools({
  needle,
  matches,
  at,
  isReading,
  onNeedle,
  onGo,
}: {
  needle: string;
  matches: readonly number[];
  at: number;
  isReading: boolean;
  onNeedle: (text: string) => void;
  onGo: (step: 1 | -1) => void;
}) {
  return (
    <span className="flex items-center gap-1">
      <span className="relative">
        <Search
          size={13}
          strokeWidth={1.75}
          className="pointer-events-none absolute left-2 top-1/2 -translate-y-1/2 text-tx3t"
          aria-hidden
        />
        <input
          type="search"
          aria-label="Search this log"
          placeholder="Search"
          value={needle}
          maxLength={200}
          onChange={(event) => onNeedle(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            onGo(event.shiftKey ? -1 : 1);
          }}
          className={controlClass(false, 'h-6 w-44 pl-7 max-md:w-36')}
        />
      </span>
      {needle !== '' && (
        <>
          <span className="num text-12 text-tx2" role="status">
            {isReading ? 'reading…' : `${matches.length === 0 ? 0 : at + 1} of ${formatNumber(matches.length)}`}
          </span>
          <IconButton size="panel" label="Match before" disabled={matches.length === 0} onClick={() => onGo(-1)}>
            <ChevronUp size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton size="panel" label="Next match" disabled={matches.length === 0} onClick={() => onGo(1)}>
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </>
      )}
    </span>
  );
}

function LogTools({
  isLive,
  follows,
  wraps,
  canDownload,
  onFollow,
  onWrap,
  onDownload,
}: {
  isLive: boolean;
  follows: boolean;
  wraps: boolean;
  canDownload: boolean;
  onFollow: (follows: boolean) => void;
  onWrap: (wraps: boolean) => void;
  onDownload: () => void;
}) {
  return (
    <>
      {isLive && (
        <Button size="panel" aria-pressed={follows} onClick={() => onFollow(!follows)}>
          {follows ? 'Following' : 'Follow'}
        </Button>
      )}
      <IconButton size="panel" label="Wrap lines" aria-pressed={wraps} onClick={() => onWrap(!wraps)}>
        <WrapText size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton size="panel" label="Download the log from its start" disabled={!canDownload} onClick={onDownload}>
        <Download size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </>
  );
}

function NoLines({
  isGone,
  isLoading,
  isLive,
  reason,
}: {
  isGone: boolean;
  isLoading: boolean;
  isLive: boolean;
  reason: string;
}) {
  if (isLoading && !isGone) return <SkeletonRows rows={8} columns={0} label="Reading the log" />;
  const words = isGone ? reason : isLive ? 'No line was written yet.' : 'This attempt wrote no line.';
  return <p className="px-3.5 py-5 text-13 text-tx2">{words}</p>;
}

/** The lines in view of a log, and where what is searched for stands in it. */
function useSearchedLog(job: string, attempt: { logStream: string }, isLive: boolean) {
  const [view, setView] = useState({ first: 0, last: 60 });
  const [known, setKnown] = useState(0);
  const [needle, setNeedle] = useState('');
  const [place, setPlace] = useState(0);
  const log = useLog(job, attempt.logStream, isLive, { ...view, total: known }, needle !== '');
  const total = Math.max(log.total, known);
  useEffect(() => setKnown((before) => Math.max(before, log.total)), [log.total]);
  const matches = useMemo(() => matchesIn(log, needle.trim()), [log, needle]);
  const [onView] = useState(
    () => (first: number, last: number) =>
      setView((before) => (before.first === first && before.last === last ? before : { first, last })),
  );
  return { log, total, needle, setNeedle, matches, place, setPlace, onView };
}

/** The log of one attempt: virtual lines, search, wrap, follow, download. */
function AttemptLog({
  job,
  attempt,
  switcher,
}: {
  job: string;
  attempt: AttemptRow & { logStream: string };
  switcher: ReactNode;
}) {
  const isLive = attempt.stoppedAt === null;
  const [follows, setFollows] = useState(isLive);
  const [wraps, setWraps] = useState(true);
  const { log, total, needle, setNeedle, matches, setPlace, onView, place } = useSearchedLog(job, attempt, isLive);
  const { download, isReading } = useDownload(job, attempt.logStream, attempt.n);
  const isGone = codeOf(log.error) === 'not-found';
  const failed = isGone ? null : readFailure('The log', { error: log.error, refetch: log.retry });
  const at = Math.min(place, Math.max(0, matches.length - 1));
  return (
    <Panel
      title="Log"
      unit={isLive ? (follows ? 'following' : 'live, following is off') : `${formatNumber(total)} lines`}
      flush
      error={failed}
      actions={
        <>
          {switcher}
          <SearchTools
            needle={needle}
            matches={matches}
            at={at}
            isReading={log.isLoading}
            onNeedle={(text) => {
              setNeedle(text);
              setPlace(0);
              if (text !== '') setFollows(false);
            }}
            onGo={(step) => setPlace(matches.length === 0 ? 0 : (at + step + matches.length) % matches.length)}
          />
          <LogTools
            isLive={isLive}
            follows={follows}
            wraps={wraps}
            canDownload={!isReading && total > 0}
            onFollow={setFollows}
            onWrap={setWraps}
            onDownload={() => void download()}
          />
        </>
      }
    >
      {total > 0 && !isGone ? (
        <LogLines
          key={wraps ? 'wrapped' : 'long'}
          log={log}
          total={total}
          needle={needle.trim()}
          current={needle.trim() === '' ? null : (matches[at] ?? null)}
          wraps={wraps}
          follows={follows}
          onView={onView}
          onFollow={setFollows}
        />
      ) : (
        <NoLines isGone={isGone} isLoading={log.isLoading} isLive={isLive} reason={log.error?.message ?? ''} />
      )}
    </Panel>
  );
}

const hasLog = (attempt: AttemptRow): attempt is AttemptRow & { logStream: string } => attempt.logStream !== null;

function noLogWords(attempts: number, hasEnded: boolean): string {
  if (attempts > 0) return 'No attempt came so far as to write a log.';
  return hasEnded ? 'No log: it ended before it started.' : 'No log yet: it has not started.';
}

/** The logs of a job, one attempt at a time, the last one first. */
export function LogViewer({
  job,
  attempts,
  hasEnded,
}: {
  job: string;
  attempts: readonly AttemptRow[];
  hasEnded: boolean;
}) {
  const logged = attempts.filter(hasLog).sort((a, b) => a.n - b.n);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = logged.find((attempt) => String(attempt.n) === chosen) ?? logged.at(-1);
  if (shown === undefined) {
    return (
      <Panel title="Log">
        <p className="text-13 text-tx2">{noLogWords(attempts.length, hasEnded)}</p>
      </Panel>
    );
  }
  const switcher =
    logged.length > 1 ? (
      <SegmentedControl
        label="Attempt"
        options={logged.slice(-8).map((attempt) => ({
          value: String(attempt.n),
          label: `${attempt.n}${attempt.interrupted ? ' ⚡' : ''}`,
          hint: `Attempt ${attempt.n}${attempt.interrupted ? ', interrupted' : ''}`,
        }))}
        value={String(shown.n)}
        onChange={setChosen}
      />
    ) : null;
  return <AttemptLog key={shown.logStream} job={job} attempt={shown} switcher={switcher} />;
}

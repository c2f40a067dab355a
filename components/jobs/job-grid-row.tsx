'use client';

import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { isServiceJob, visibleText } from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatMoneyCell, parseNanoUsd } from '../format/money';
import { formatNumber, shortenId } from '../format/number';
import { StateBar } from '../ui/bars';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { STATE_WORD, StatusGlyph, StatusPill } from '../ui/status';
import { TimeText } from '../ui/time-text';
import { jobHref, nameWords, type Outcome, outcomeOf, ranMs, waitedMs } from './job-outcome';

/** `name:revision`: a name that is too long gives way, its revision never does. */
function Revision({ of }: { of: string }) {
  const at = of.lastIndexOf(':');
  return (
    <>
      <span className="truncate">{at < 0 ? of : of.slice(0, at)}</span>
      {at >= 0 && <span className="shrink-0">{of.slice(at)}</span>}
    </>
  );
}

/** Columns of the list: the last ones give way on a middling screen. */
export const GRID_COLUMNS =
  'grid grid-cols-[28px_104px_minmax(0,2fr)_minmax(0,0.8fr)_100px_72px_68px_72px_minmax(0,1.3fr)] min-[1360px]:grid-cols-[28px_104px_minmax(0,1.9fr)_minmax(0,0.8fr)_minmax(0,1fr)_100px_72px_72px_44px_68px_minmax(0,1.6fr)] items-center gap-x-3';
/** Cells that only a wide screen has. */
export const WIDE_ONLY = 'max-[1359.9px]:hidden';

const TONE: Readonly<Record<Outcome['tone'], string>> = {
  plain: 'text-tx2',
  waits: 'text-warn',
  failed: 'text-badt',
  lost: 'text-interrupted',
};

interface RowProps {
  row: JobRow;
  slug: string;
  now: number | null;
  /** Place in the whole list, from 1; the header is row 1. */
  position: number;
  /** Distance from the top of the list, px. */
  top: number;
  isChosen: boolean;
  isCursor: boolean;
  mayChoose: boolean;
  /** The children of one array have no use for its queue and definition. */
  isChild: boolean;
  onChoose: (row: JobRow, extending: boolean) => void;
  onFocus: (id: string) => void;
}

function OutcomeCell({ row }: { row: JobRow }) {
  if (row.array !== null) return <StateBar counts={row.array.counts} height={6} />;
  const outcome = outcomeOf(row);
  if (outcome === null) return null;
  return (
    <span
      className={classNames('block truncate', TONE[outcome.tone])}
      title={visibleText(row.statusReason ?? outcome.text)}
    >
      <bdi>{outcome.text}</bdi>
    </span>
  );
}

function NameCell({ row, slug, tabIndex }: { row: JobRow; slug: string; tabIndex: number }) {
  const { name, mark } = nameWords(row);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        href={jobHref(slug, row.id)}
        tabIndex={tabIndex}
        title={name}
        className="min-w-0 truncate font-semibold text-tx0 hover:underline"
      >
        {name}
        {mark !== null && <span className="num ml-1">{mark}</span>}
      </Link>
      {row.interruptions > 0 && <StatusGlyph state="INTERRUPTED" label="interrupted" size={10} />}
      <code className="shrink-0 text-11 text-tx3t" title={row.id}>
        {row.index === null ? row.id.slice(0, 8) : shortenId(row.id, 4, 6)}
      </code>
    </span>
  );
}

function frameOf({ row, isChosen, isCursor, position, top }: RowProps) {
  return {
    'aria-rowindex': position,
    'aria-selected': isChosen,
    'data-job': row.id,
    tabIndex: isCursor ? 0 : -1,
    style: { transform: `translateY(${top}px)` },
  } as const;
}

const frameClass = (isChosen: boolean) =>
  classNames(
    'absolute inset-x-0 top-0 border-b border-ln2 outline-none transition-colors duration-120 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ac',
    isChosen ? 'bg-acs' : 'hover:bg-bg2',
  );

/** One job on one line of the grid. */
export const WideRow = memo(function WideRow(props: RowProps) {
  const { row, slug, now, isChosen, mayChoose, isChild, onChoose, onFocus } = props;
  const shown = row.array?.shown ?? row.status;
  return (
    <tr
      {...frameOf(props)}
      onFocus={() => onFocus(row.id)}
      className={classNames(
        GRID_COLUMNS,
        frameClass(isChosen),
        'h-[calc(var(--spacing-row)+1px)] px-3 text-13 text-tx1',
      )}
    >
      <td
        className="flex items-center"
        onClickCapture={(event) => {
          if (!event.shiftKey || !mayChoose) return;
          event.preventDefault();
          event.stopPropagation();
          onChoose(row, true);
        }}
      >
        {mayChoose && (
          <Checkbox label={`Choose ${row.name}`} checked={isChosen} onChange={() => onChoose(row, false)} />
        )}
      </td>
      <td title={row.array === null ? row.status : `AWS says ${row.status}`}>
        <StatusPill state={shown} />
      </td>
      <td className="min-w-0">
        <NameCell row={row} slug={slug} tabIndex={-1} />
      </td>
      <td className="truncate" title={row.queue}>
        {isChild ? <span className="num">{formatNumber(row.index)}</span> : row.queue}
      </td>
      <td className={classNames('flex min-w-0 font-mono text-12', WIDE_ONLY)} title={row.definition}>
        {isServiceJob(row) ? <span className="font-sans text-tx2">service job</span> : <Revision of={row.definition} />}
      </td>
      <td className="text-right text-tx2">
        <TimeText at={row.createdAt} style="ago" />
      </td>
      <td className="num text-right">{formatDuration(waitedMs(row, now))}</td>
      <td className="num text-right">{formatDuration(ranMs(row, now))}</td>
      <td className={classNames('num text-right', WIDE_ONLY)}>
        {row.attempts === 0 ? '–' : formatNumber(row.attempts)}
      </td>
      <td className="num text-right">{formatMoneyCell(parseNanoUsd(row.costNanoUsd))}</td>
      <td className="min-w-0">
        <OutcomeCell row={row} />
      </td>
    </tr>
  );
});

/** One job on the two lines of a narrow screen: glyph, name, one number; why or how beneath. */
export const NarrowRow = memo(function NarrowRow(props: RowProps) {
  const { row, slug, now, isChosen, onFocus } = props;
  const shown = row.array?.shown ?? row.status;
  const { name, mark } = nameWords(row);
  return (
    <tr {...frameOf(props)} onFocus={() => onFocus(row.id)} className={classNames('block', frameClass(isChosen))}>
      <td className="block">
        <Link href={jobHref(slug, row.id)} className="flex h-15 min-w-0 items-center gap-3 px-3.5">
          <StatusGlyph state={shown} label={STATE_WORD[shown]} size={14} />
          <span className="min-w-0 flex-1">
            <span className="flex min-w-0 items-baseline gap-2">
              <span className="truncate text-15 text-tx0">
                {name}
                {mark !== null && ` ${mark}`}
              </span>
              <span className="shrink-0 truncate text-12 text-tx3t">{row.queue}</span>
            </span>
            <span className="block text-12">
              <OutcomeCell row={row} />
            </span>
          </span>
          <span className="num shrink-0 text-13 text-tx2">{formatDuration(ranMs(row, now) ?? waitedMs(row, now))}</span>
          <ChevronRight size={16} strokeWidth={1.75} className="shrink-0 text-tx3" aria-hidden />
        </Link>
      </td>
    </tr>
  );
});

'use client';

import { TriangleAlert, UnfoldVertical } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { visibleText } from '@/lib/batch';
import { formatCount } from '../format/number';
import { classNames } from '../ui/class-names';
import type { DiffLine } from './diff-documents';
import { foldLines, splitRows } from './fold-lines';
import type { LinePart } from './mark-words';

/** A sentence beneath the lines of one path: what is wrong with what stands there. */
export interface DiffNote {
  path: string;
  text: string;
}

export type DiffMode = 'unified' | 'split';

const GROUND = { same: '', removed: 'bg-badg', added: 'bg-okg' } as const;
const MARK = { same: '', removed: 'bg-badl', added: 'bg-okl' } as const;
const SIGN = { same: ' ', removed: '−', added: '+' } as const;
const SPOKEN = { same: '', removed: 'removed: ', added: 'added: ' } as const;

const NUMBER = 'num w-9 shrink-0 select-none pr-2 text-right text-tx3t max-md:hidden';

/** The parts with the column each begins in. */
function placed(parts: readonly LinePart[]): { part: LinePart; at: number }[] {
  let at = 0;
  return parts.map((part) => {
    const start = at;
    at += part.text.length;
    return { part, at: start };
  });
}

function LineText({ line }: { line: DiffLine }) {
  return (
    <span
      className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]"
      style={{ paddingLeft: `${line.depth * 2}ch` }}
    >
      {placed(line.parts).map(({ part, at }) => (
        <span
          key={at}
          className={classNames(
            part.isKey ? 'text-acx' : 'text-tx0',
            part.marked && `rounded-tag font-semibold ${MARK[line.kind]}`,
          )}
        >
          {visibleText(part.text)}
        </span>
      ))}
      {line.masked !== null && (
        <span className="ml-2 font-sans text-12 text-tx3t">whether it changed is not known</span>
      )}
    </span>
  );
}

function Sign({ kind }: { kind: DiffLine['kind'] }) {
  return (
    <span
      className={classNames(
        'w-5 shrink-0 select-none text-center font-semibold',
        kind === 'removed' ? 'text-badt' : 'text-okt',
      )}
    >
      <span aria-hidden>{SIGN[kind]}</span>
      <span className="sr-only">{SPOKEN[kind]}</span>
    </span>
  );
}

function UnifiedLine({ line }: { line: DiffLine }) {
  return (
    <div className={classNames('flex min-h-5 px-1.5', GROUND[line.kind])}>
      <span className={NUMBER}>{line.before}</span>
      <span className={NUMBER}>{line.after}</span>
      <Sign kind={line.kind} />
      <LineText line={line} />
    </div>
  );
}

function SplitHalf({ line, side }: { line: DiffLine | null; side: 'before' | 'after' }) {
  if (line === null) return <div className="w-1/2 min-w-0 bg-bg2" />;
  return (
    <div className={classNames('flex w-1/2 min-w-0 px-1.5', GROUND[line.kind])}>
      <span className={NUMBER}>{line[side]}</span>
      <Sign kind={line.kind} />
      <LineText line={line} />
    </div>
  );
}

function NoteLine({ note }: { note: DiffNote }) {
  return (
    <p className="flex items-center gap-2 bg-warng py-1 pl-24 pr-3 font-sans text-12 text-warn max-md:pl-12">
      <TriangleAlert size={13} strokeWidth={1.75} className="shrink-0" aria-hidden />
      {visibleText(note.text)}
    </p>
  );
}

function Lines({ lines, mode, notes }: { lines: readonly DiffLine[]; mode: DiffMode; notes: readonly DiffNote[] }) {
  const rows: ReactNode[] = [];
  const notesOf = (line: DiffLine | null) =>
    line === null || line.kind === 'removed' ? [] : notes.filter((note) => note.path === line.path);
  if (mode === 'unified') {
    for (const line of lines) {
      const key = `${line.before ?? '-'} ${line.after ?? '-'}`;
      rows.push(<UnifiedLine key={key} line={line} />);
      for (const note of notesOf(line)) rows.push(<NoteLine key={`${key} ${note.text}`} note={note} />);
    }
  } else {
    for (const { left, right } of splitRows(lines)) {
      const key = `${left?.before ?? '-'} ${right?.after ?? '-'}`;
      rows.push(
        <div key={key} className="flex min-h-5">
          <SplitHalf line={left} side="before" />
          <SplitHalf line={right} side="after" />
        </div>,
      );
      for (const note of notesOf(right)) rows.push(<NoteLine key={`${key} ${note.text}`} note={note} />);
    }
  }
  return rows;
}

function Fold({ lines, mode, notes }: { lines: DiffLine[]; mode: DiffMode; notes: readonly DiffNote[] }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Lines lines={lines} mode={mode} notes={notes} />;
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="flex min-h-6 w-full items-center gap-2 bg-bg2 pl-20 text-left font-sans text-12 text-tx2 hover:text-tx0 focus-visible:-outline-offset-2 max-md:min-h-11 max-md:pl-4"
    >
      <UnfoldVertical size={13} strokeWidth={1.75} aria-hidden />
      {formatCount(lines.length, 'line')} the same
    </button>
  );
}

/** Draws what `diffDocuments` found: unified or side by side, the sames folded, `notes` beneath the lines they are about. */
export function DocumentDiffView({
  lines,
  label,
  mode = 'unified',
  notes = [],
  isWhole = false,
}: {
  lines: readonly DiffLine[];
  /** Names the diff for assistive technology: `Revision 29 against 31`. */
  label: string;
  mode?: DiffMode;
  notes?: readonly DiffNote[];
  /** Folds nothing: the lines of one document. */
  isWhole?: boolean;
}) {
  const stretches = useMemo(() => foldLines(lines, isWhole ? Number.POSITIVE_INFINITY : undefined), [lines, isWhole]);
  return (
    <section aria-label={label} className="py-1.5 font-mono text-12 leading-5">
      {stretches.map((stretch) => {
        const first = stretch.lines[0];
        const key = `${stretch.kind} ${first?.before ?? '-'} ${first?.after ?? '-'} ${stretch.lines.length}`;
        return stretch.kind === 'fold' ? (
          <Fold key={key} lines={stretch.lines} mode={mode} notes={notes} />
        ) : (
          <Lines key={key} lines={stretch.lines} mode={mode} notes={notes} />
        );
      })}
    </section>
  );
}

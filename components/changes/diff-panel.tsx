'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useMemo } from 'react';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { useNarrow, useWide } from '../ui/use-narrow';
import { diffDocuments } from './diff-documents';
import type { DiffMode, DiffNote } from './document-diff-view';
import { DocumentDiffView } from './document-diff-view';

const MODES = [
  { value: 'unified', label: 'Unified' },
  { value: 'split', label: 'Split' },
] as const satisfies readonly { value: DiffMode; label: string }[];

/** One side of a comparison: a document and what it is called. */
export interface DiffSide {
  label: ReactNode;
  document: object | null;
}

/** Two documents laid over each other in a panel: unified or side by side, as `?diff=` says; side by side by itself where wide. */
export function DiffPanel({
  title,
  label,
  a,
  b,
  ignore,
  notes = [],
  actions,
}: {
  title: string;
  label: string;
  a: DiffSide;
  b: DiffSide;
  ignore?: readonly string[];
  notes?: readonly DiffNote[];
  actions?: ReactNode;
}) {
  const [asked, setAsked] = useQueryState('diff', parseAsStringLiteral(['unified', 'split'] as const));
  const isWide = useWide();
  const isNarrow = useNarrow();
  const mode: DiffMode = isNarrow ? 'unified' : (asked ?? (isWide ? 'split' : 'unified'));
  const { lines, changes } = useMemo(
    () => diffDocuments(a.document ?? b.document, b.document ?? a.document, ignore === undefined ? {} : { ignore }),
    [a.document, b.document, ignore],
  );
  const isAlone = a.document === null || b.document === null;
  return (
    <Panel
      title={title}
      flush
      unit={
        isAlone ? (
          <>
            {b.document === null && 'removed '}
            {b.label}
          </>
        ) : (
          <>
            <b className="font-semibold text-acx">A</b> {a.label} → <b className="font-semibold text-acx">B</b>{' '}
            {b.label}
          </>
        )
      }
      actions={
        <>
          {actions}
          <span className="max-md:hidden">
            <SegmentedControl
              label="How to compare"
              options={MODES}
              value={mode}
              onChange={(next) => void setAsked(next)}
            />
          </span>
          <CopyButton label="Copy B as JSON" text={JSON.stringify(b.document ?? a.document, null, 2)} />
        </>
      }
    >
      {changes.length === 0 && !isAlone && (
        <p className="border-b border-ln2 px-3.5 py-2 text-13 text-tx2">
          They say the same: nothing differs but what carries no meaning.
        </p>
      )}
      <DocumentDiffView lines={lines} label={label} mode={isAlone ? 'unified' : mode} notes={notes} isWhole={isAlone} />
    </Panel>
  );
}

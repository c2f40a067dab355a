'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { DefinitionPage, RevisionRow } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { authorWords } from '../changes/version-words';
import { CompareFrom } from '../changes/versions-list';
import { formatCount, formatNumber, formatPercent } from '../format/number';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';
import { endedOf, failsMore, jobsOf, revisionTitle, unusedRevisions } from './definition-words';

interface Choice {
  from: number | null;
  revision: number | null;
}

function Jobs({ revision, older }: { revision: RevisionRow; older: RevisionRow | undefined }) {
  const ended = endedOf(revision);
  if (revision.status === 'INACTIVE') return <>deregistered, {formatCount(ended, 'job')}</>;
  if (revision.waiting > 0 && ended === 0) {
    return <span className="text-warn">{formatCount(revision.waiting, 'job')} waiting, none ended</span>;
  }
  if (jobsOf(revision) === 0) return <>no job</>;
  return (
    <>
      {formatCount(ended, 'job')}
      {ended > 0 && (
        <span className={failsMore(revision, older) ? 'font-semibold text-badt' : ''}>
          {' '}
          · {formatPercent(revision.failed, ended)} failed
        </span>
      )}
    </>
  );
}

function RevisionLine({
  revision,
  older,
  side,
  onFrom,
  onChoose,
}: {
  revision: RevisionRow;
  older: RevisionRow | undefined;
  side: 'A' | 'B' | null;
  onFrom: () => void;
  onChoose: () => void;
}) {
  return (
    <li
      className={classNames(
        'group flex border-b border-ln2',
        side === 'B' ? 'bg-acs' : side === 'A' ? 'bg-bg2' : 'hover:bg-bg2',
      )}
    >
      <CompareFrom side={side} label={`Compare from revision ${revision.revision}`} onChoose={onFrom} />
      <button
        type="button"
        aria-current={side === 'B' ? 'true' : undefined}
        onClick={onChoose}
        className="flex min-w-0 flex-1 gap-3 py-2 pr-3.5 text-left focus-visible:-outline-offset-2"
      >
        <span className="num w-7 shrink-0 font-mono text-13 font-semibold text-tx0">{revision.revision}</span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-3">
            <span
              className={classNames(
                'min-w-0 break-words text-13',
                revision.status === 'INACTIVE' ? 'text-tx2 line-through' : 'text-tx0',
              )}
            >
              {revisionTitle(revision, older)}
            </span>
            <TimeText at={revision.registeredAt} style="ago" className="shrink-0 whitespace-nowrap text-12 text-tx2" />
          </span>
          <span className="flex justify-between gap-3 text-12 text-tx2">
            <span className="shrink-0">
              <Jobs revision={revision} older={older} />
            </span>
            <span className="min-w-0 truncate" title={authorWords(revision.by)}>
              {revision.by?.actor ?? '–'}
            </span>
          </span>
        </span>
      </button>
    </li>
  );
}

/** How many of the oldest revisions have no job and are not chosen: they fold to one line. */
function foldedFrom(revisions: readonly RevisionRow[], chosen: readonly (RevisionRow | null)[]): number {
  const keep = revisions.findLastIndex((one) => jobsOf(one) > 0 || chosen.includes(one));
  const from = Math.max(keep + 1, 3);
  return revisions.length - from >= 2 ? from : revisions.length;
}

/** The revisions of a definition with their jobs; the unused oldest are folded. */
export function RevisionsList({
  page,
  a,
  b,
  onChoose,
  onCleanUp,
}: {
  page: DefinitionPage;
  a: RevisionRow | null;
  b: RevisionRow | null;
  onChoose: (choice: Choice) => void;
  onCleanUp: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const { revisions } = page;
  const from = isOpen ? revisions.length : foldedFrom(revisions, [a, b]);
  const folded = revisions.slice(from);
  const used = revisions.filter((revision) => jobsOf(revision) > 0).length;
  const [newest, oldest] = [folded[0], folded.at(-1)];
  return (
    <Panel
      title="Revisions"
      unit={`${formatNumber(used)} of ${formatNumber(revisions.length)} used`}
      flush
      actions={
        unusedRevisions(page).length > 0 ? (
          <Permitted permission="resources.write">
            <Button size="panel" onClick={onCleanUp}>
              <Trash2 size={13} strokeWidth={1.75} aria-hidden />
              Clean up…
            </Button>
          </Permitted>
        ) : undefined
      }
    >
      <ol aria-label="Revisions" className="quiet-scroll max-h-[640px] overflow-y-auto max-lg:max-h-80">
        {revisions.slice(0, from).map((revision, index) => (
          <RevisionLine
            key={revision.revision}
            revision={revision}
            older={revisions[index + 1]}
            side={revision === b ? 'B' : revision === a ? 'A' : null}
            onFrom={() => onChoose({ from: revision.revision, revision: b?.revision ?? null })}
            onChoose={() => onChoose({ from: null, revision: revision.revision })}
          />
        ))}
        {newest !== undefined && oldest !== undefined && (
          <li>
            <button
              type="button"
              onClick={() => setOpen(true)}
              className="flex w-full gap-3 py-2 pl-9 pr-3.5 text-left text-13 text-tx1 hover:bg-bg2 focus-visible:-outline-offset-2"
            >
              <span className="num font-mono font-semibold text-tx0">
                {oldest.revision} – {newest.revision}
              </span>
              <span>
                {formatCount(folded.length, 'revision')} without a job
                <span className="block text-12 text-tx2">show them</span>
              </span>
            </button>
          </li>
        )}
      </ol>
      <p className="border-t border-ln2 px-3.5 py-2 text-12 text-tx3t">
        Who registered: as history saw it, – where unknown.
      </p>
    </Panel>
  );
}

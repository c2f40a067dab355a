'use client';

import { OctagonX, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import type { JobRow, JobsQuery } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { takesKeys } from '../shell/shortcuts';
import { Button, IconButton } from '../ui/button';
import { showToast } from '../ui/toast';
import { NOTHING, type Selection } from './selection';
import { collectUnfinished, type TerminateAction } from './terminate';
import { planOf, type TerminatePlan } from './terminate-plan';

const TerminateDialog = dynamic(() => import('./terminate-dialog').then((loaded) => loaded.TerminateDialog), {
  ssr: false,
});

/** Reads all that match so that their ids can be frozen; says how many so far, and can be stopped. */
function useCollect() {
  const connection = useConnection();
  const [read, setRead] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const collect = async (query: JobsQuery) => {
    const controller = new AbortController();
    abort.current = controller;
    setRead(0);
    try {
      return await collectUnfinished(connection, query, setRead, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted)
        showToast({
          kind: 'refused',
          title: 'The matching jobs could not be read.',
          ...(error instanceof Error && { detail: error.message }),
        });
      return null;
    } finally {
      setRead(null);
    }
  };
  return { read, collect, stop: () => abort.current?.abort() };
}

function Bar({
  count,
  matchingUnfinished,
  read,
  onAll,
  onStop,
  onChosen,
  onClear,
}: {
  count: number;
  matchingUnfinished: number;
  /** How many of all that match were read so far; null while nothing is read. */
  read: number | null;
  onAll: () => void;
  onStop: () => void;
  onChosen: () => void;
  onClear: () => void;
}) {
  return (
    <div className="pointer-events-none sticky bottom-16 z-20 mt-3 flex justify-center">
      <section
        aria-label="Chosen jobs"
        className="pointer-events-auto flex flex-wrap items-center gap-3 rounded-float border border-ln bg-bg3 px-3.5 py-2 text-13 shadow-float"
      >
        <span className="num font-semibold text-tx0">{formatNumber(count)} selected</span>
        {matchingUnfinished > 0 &&
          (read === null ? (
            <span className="text-tx2">
              or{' '}
              <button type="button" className="link min-h-6 font-medium" onClick={onAll}>
                act on all {formatCount(matchingUnfinished, 'unfinished job')} that match
              </button>
            </span>
          ) : (
            <span className="num text-tx2" role="status">
              reading {formatNumber(read)} of {formatNumber(matchingUnfinished)}…{' '}
              <button type="button" className="link" onClick={onStop}>
                stop
              </button>
            </span>
          ))}
        <Button variant="danger" onClick={onChosen}>
          <OctagonX size={14} strokeWidth={1.75} aria-hidden />
          Terminate {formatCount(count, 'job')}…
        </Button>
        <IconButton label="Clear selection" onClick={onClear}>
          <X size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </section>
    </div>
  );
}

/** Floats over the table while jobs are chosen: how many, all that match, and what to do with them. */
export function BulkBar({
  selection,
  rows,
  query,
  matchingUnfinished,
  isLeast = false,
  action,
  onSelect,
}: {
  selection: Selection;
  rows: readonly JobRow[];
  query: JobsQuery;
  /** Jobs that match and have not ended. */
  matchingUnfinished: number;
  /** They were counted among the newest jobs only, so there may be more. */
  isLeast?: boolean;
  action: TerminateAction;
  onSelect: (selection: Selection) => void;
}) {
  const [plan, setPlan] = useState<TerminatePlan | null>(null);
  const { read, collect, stop } = useCollect();
  const count = selection.chosen.size;
  useEffect(() => {
    if (count === 0 || plan !== null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !takesKeys(event.target)) onSelect(NOTHING);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [count, plan, onSelect]);
  const freezeChosen = () => {
    const latest = new Map(rows.map((row) => [row.id, row]));
    setPlan(planOf([...selection.chosen].map(([id, known]) => latest.get(id) ?? known)));
  };
  const freezeAll = async () => {
    const found = await collect(query);
    if (found === null) return;
    const { rows: taken, hasMore } = found;
    setPlan(planOf(taken, hasMore ? { taken: taken.length, matching: matchingUnfinished, isLeast } : null));
  };
  return (
    <>
      {count > 0 && (
        <Bar
          count={count}
          matchingUnfinished={matchingUnfinished}
          read={read}
          onAll={() => void freezeAll()}
          onStop={stop}
          onChosen={freezeChosen}
          onClear={() => onSelect(NOTHING)}
        />
      )}
      {plan !== null && (
        <TerminateDialog
          plan={plan}
          action={action}
          onClose={(hasEnded) => {
            if (hasEnded) {
              showToast({ title: `Asked Batch to end ${formatCount(plan.jobs, 'job')}.` });
              onSelect(NOTHING);
            }
            setPlan(null);
          }}
        />
      )}
    </>
  );
}

'use client';

import { OctagonX } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import type { JobRow, JobsQuery } from '@/lib/history';
import { useMay } from '../access/access';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { NOTHING, type Selection } from '../list/selection';
import type { PaletteEntry } from '../palette/entries';
import { usePaletteActions } from '../palette/page-actions';
import { Button } from '../ui/button';
import { showToast } from '../ui/toast';
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

/** Offers to act on all that match; while they are read, how far that has come. */
function AllThatMatch({
  matchingUnfinished,
  read,
  onAll,
  onStop,
}: {
  matchingUnfinished: number;
  /** How many of all that match were read so far; null while nothing is read. */
  read: number | null;
  onAll: () => void;
  onStop: () => void;
}) {
  if (matchingUnfinished === 0) return null;
  if (read !== null)
    return (
      <span className="num text-tx2" role="status">
        reading {formatNumber(read)} of {formatNumber(matchingUnfinished)}…{' '}
        <button type="button" className="link" onClick={onStop}>
          stop
        </button>
      </span>
    );
  return (
    <span className="text-tx2">
      or{' '}
      <button type="button" className="link min-h-6 font-medium" onClick={onAll}>
        act on all {formatCount(matchingUnfinished, 'unfinished job')} that match
      </button>
    </span>
  );
}

/** Reads first and then asks; it never acts. */
function terminateEntry(why: string | null, count: number, hint: string, open: () => void): PaletteEntry[] {
  if (count === 0) return [];
  const note = why ?? 'Opens the question. Nothing is sent before you confirm there.';
  const label = `Terminate ${formatCount(count, 'job')}…`;
  return [{ id: `terminate ${hint}`, label, hint, note, ...(why === null && { open }) }];
}

interface Offer {
  count: number;
  open: () => void;
}

/** Offers in the palette to end those that are chosen, and all that match. */
function useTerminateEntries(chosen: Offer, matching: Offer): void {
  const { why } = useMay('jobs.end');
  usePaletteActions(() => [
    ...terminateEntry(why, chosen.count, 'chosen here', chosen.open),
    ...terminateEntry(why, matching.count, 'all unfinished that match', matching.open),
  ]);
}

/** What can be done with the jobs that are chosen, or with all that match. */
export function JobsBulkBar({
  selection,
  rows,
  query,
  matchingUnfinished,
  isLeast = false,
  action,
  onSelect,
}: {
  selection: Selection<JobRow>;
  rows: readonly JobRow[];
  query: JobsQuery;
  /** Jobs that match and have not ended. */
  matchingUnfinished: number;
  /** They were counted among the newest jobs only, so there may be more. */
  isLeast?: boolean;
  action: TerminateAction;
  onSelect: (selection: Selection<JobRow>) => void;
}) {
  const [plan, setPlan] = useState<TerminatePlan | null>(null);
  const { read, collect, stop } = useCollect();
  const count = selection.chosen.size;
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
  useTerminateEntries({ count, open: freezeChosen }, { count: matchingUnfinished, open: () => void freezeAll() });
  return (
    <>
      <BulkBar
        label="Chosen jobs"
        count={count}
        isBusy={plan !== null}
        onClear={() => onSelect(NOTHING)}
        others={
          <AllThatMatch
            matchingUnfinished={matchingUnfinished}
            read={read}
            onAll={() => void freezeAll()}
            onStop={stop}
          />
        }
      >
        <Button variant="danger" onClick={freezeChosen}>
          <OctagonX size={14} strokeWidth={1.75} aria-hidden />
          Terminate {formatCount(count, 'job')}…
        </Button>
      </BulkBar>
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

'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { JobRow, JobsQuery } from '@/lib/history';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { NOTHING, type Selection } from '../list/selection';
import { usePaletteActions } from '../palette/page-actions';
import { ActButtons } from '../resource-acts/act-buttons';
import { showToast } from '../ui/toast';
import type { PlanCut } from './job-act-plan';
import { collectMatching, type JobActions } from './job-acts';
import { useJobActs } from './use-job-acts';

/** Reads all that match so that they can be chosen; says how many so far, and can be stopped. */
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
      return await collectMatching(connection, query, setRead, controller.signal);
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

/** Offers to choose all that match; while they are read, how far that has come. */
function AllThatMatch({
  matching,
  read,
  onAll,
  onStop,
}: {
  matching: number;
  /** How many of all that match were read so far; null while nothing is read. */
  read: number | null;
  onAll: () => void;
  onStop: () => void;
}) {
  if (matching === 0) return null;
  if (read !== null)
    return (
      <span className="num text-tx2" role="status">
        reading {formatNumber(read)} of {formatNumber(matching)}…{' '}
        <button type="button" className="link" onClick={onStop}>
          stop
        </button>
      </span>
    );
  return (
    <span className="text-tx2">
      or{' '}
      <button type="button" className="link min-h-6 font-medium" onClick={onAll}>
        act on all {formatCount(matching, 'job')} that match
      </button>
    </span>
  );
}

/** What can be done with the jobs that are chosen, or with all that match. */
export function JobsBulkBar({
  selection,
  rows,
  query,
  matching,
  isLeast = false,
  actions,
  onSelect,
}: {
  selection: Selection<JobRow>;
  rows: readonly JobRow[];
  query: JobsQuery;
  /** Jobs that match. */
  matching: number;
  /** They were counted among the newest jobs only, so there may be more. */
  isLeast?: boolean;
  actions: JobActions;
  onSelect: (selection: Selection<JobRow>) => void;
}) {
  const { read, collect, stop } = useCollect();
  const [whole, setWhole] = useState<{ of: Selection<JobRow>; cut: PlanCut | null } | null>(null);
  const { actsOf, dialog, isAsking } = useJobActs(actions, () => onSelect(NOTHING));
  const count = selection.chosen.size;
  const chosen = useMemo(() => {
    const latest = new Map(rows.map((row) => [row.id, row]));
    return [...selection.chosen].map(([id, known]) => latest.get(id) ?? known);
  }, [rows, selection]);
  const isWhole = whole?.of === selection;
  const chooseAll = async () => {
    const found = await collect(query);
    if (found === null) return;
    const { rows: taken, hasMore } = found;
    const of: Selection<JobRow> = { chosen: new Map(taken.map((row) => [row.id, row])), anchor: null };
    setWhole({ of, cut: hasMore ? { taken: taken.length, matching, isLeast } : null });
    onSelect(of);
  };
  usePaletteActions(() => {
    if (matching === 0 || isWhole) return [];
    const label = `Choose all ${formatCount(matching, 'job')} that match`;
    return [{ id: 'choose all', label, note: 'Offers then what can be done with them.', open: () => void chooseAll() }];
  });
  return (
    <>
      <BulkBar
        label="Chosen jobs"
        count={count}
        isBusy={isAsking}
        onClear={() => onSelect(NOTHING)}
        others={
          isWhole ? (
            <span className="text-tx2">
              all that {whole.cut === null ? 'matched just now' : 'one act takes; more match'}
            </span>
          ) : (
            <AllThatMatch matching={matching} read={read} onAll={() => void chooseAll()} onStop={stop} />
          )
        }
      >
        {count > 0 && <ActButtons name="the chosen jobs" acts={actsOf(chosen, isWhole ? whole.cut : null)} shown={3} />}
      </BulkBar>
      {dialog}
    </>
  );
}

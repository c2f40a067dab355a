'use client';

import { ChevronDown, ChevronRight, RefreshCw } from 'lucide-react';
import dynamic from 'next/dynamic';
import type { BulkView } from '@/lib/bulk';
import { formatNumber } from '../format/number';
import { useWallClock, WallTime } from '../ui/wall-time';
import { BulkControls } from './bulk-controls';
import { BulkProgress } from './bulk-progress';
import type { DirectBulk } from './bulk-queries';
import { bulkTitle, callsWords, doneWord, endsAt, leftOf, rateOf, stateWord } from './bulk-words';

const BulkResults = dynamic(() => import('./bulk-results').then((loaded) => loaded.BulkResults), { ssr: false });

interface CardProps {
  bulk: BulkView;
  action: DirectBulk;
  isOpen: boolean;
  onToggle: () => void;
}

function Toggle({ bulk, isOpen, onToggle }: Pick<CardProps, 'bulk' | 'isOpen' | 'onToggle'>) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={`Results of ${bulkTitle(bulk)}`}
      onClick={onToggle}
      className="flex size-6 shrink-0 items-center justify-center rounded-tag text-tx2 hover:bg-bg2 hover:text-tx0 max-md:size-11"
    >
      <Chevron size={14} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

function Counts({ bulk }: { bulk: BulkView }) {
  // In steps of 10 s: what is younger has no rate yet.
  const now = useWallClock() ?? bulk.startedAt;
  const rate = rateOf(bulk, now);
  const end = endsAt(bulk, now);
  return (
    <p className="num flex flex-wrap gap-x-5 gap-y-1 text-13 text-tx2">
      <span>
        <strong className="font-semibold text-tx0">{formatNumber(bulk.done)}</strong> {doneWord(bulk.kind)}
      </span>
      <span className={bulk.failed > 0 ? 'text-badt' : undefined}>
        <strong className="font-semibold">{formatNumber(bulk.failed)}</strong> refused
      </span>
      <span>
        <strong className="font-semibold text-tx0">{formatNumber(leftOf(bulk))}</strong> left
      </span>
      {rate !== null && bulk.state === 'running' && <span>{formatNumber(rate, rate < 10 ? 1 : 0)} jobs/s so far</span>}
      <span>{callsWords(bulk)}</span>
      {end !== null && (
        <span className="ml-auto">
          ends about <WallTime at={end} />
        </span>
      )}
    </p>
  );
}

/** An operation that runs or pauses: how far, how fast, what stands in its way, and the way to stop it. */
export function OpenBulkCard({ bulk, action, isOpen, onToggle }: CardProps) {
  const { actor, startedAt, reason, problem, state } = bulk;
  return (
    <section aria-label={bulkTitle(bulk)} className="rounded-panel border border-ln2 bg-bg1">
      <div className="flex flex-col gap-2.5 px-3.5 py-3">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-2">
          <Toggle bulk={bulk} isOpen={isOpen} onToggle={onToggle} />
          <RefreshCw size={14} strokeWidth={1.75} aria-hidden className="shrink-0 text-tx2" />
          <h2 className="text-13 font-semibold text-tx0">{bulkTitle(bulk)}</h2>
          <span className="min-w-0 truncate text-12 text-tx2">
            {actor}, since <WallTime at={startedAt} />, “{reason}”
          </span>
          <span className="ml-auto flex gap-2">
            <BulkControls bulk={bulk} action={action} />
          </span>
        </div>
        <BulkProgress bulk={bulk} className="h-2 w-full" />
        <Counts bulk={bulk} />
        {state === 'paused' && <p className="text-12 text-warn">Paused: nothing is sent until it goes on.</p>}
        {problem !== null && state === 'running' && (
          <p className="break-words text-12 text-warn">
            Tried {formatNumber(problem.tries)} times, again in a moment: <code>{problem.message}</code>
          </p>
        )}
      </div>
      {isOpen && <BulkResults bulk={bulk} action={action} />}
    </section>
  );
}

/** An operation that is over, on one line; opened, what came of each job. */
export function PastBulkRow({ bulk, action, isOpen, onToggle }: CardProps) {
  const left = leftOf(bulk);
  return (
    <li className="border-b border-ln2 last:border-b-0">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 px-3.5 py-1 text-13">
        <Toggle bulk={bulk} isOpen={isOpen} onToggle={onToggle} />
        <span className="font-medium text-tx0">{bulkTitle(bulk)}</span>
        <span className="min-w-0 truncate text-12 text-tx2">
          {bulk.actor}, <WallTime at={bulk.endedAt} style="ago" />, “{bulk.reason}”
        </span>
        <span className="num ml-auto text-tx2">
          {stateWord(bulk)}: {formatNumber(bulk.done)} {doneWord(bulk.kind)}
          {bulk.failed > 0 && <span className="text-badt">, {formatNumber(bulk.failed)} refused</span>}
          {left > 0 && `, ${formatNumber(left)} not sent`}
        </span>
      </div>
      {isOpen && <BulkResults bulk={bulk} action={action} />}
    </li>
  );
}

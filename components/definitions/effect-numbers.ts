import type { RevisionEffect } from '@/lib/history';
import { turnOf } from '../changes/effect-words';
import { formatDuration } from '../format/duration';
import { formatUnitPrice, parseNanoUsd } from '../format/money';
import { formatNumber, formatPercent } from '../format/number';

/** One number for each revision compared, oldest first; `turn` says how it moved from the one before. */
export interface EffectRow {
  label: string;
  cells: { text: string; turn: 'better' | 'worse' | null }[];
}

const N_MIN = 20;

interface Measure {
  label: string;
  of: (effect: RevisionEffect) => number | null;
  text: (effect: RevisionEffect) => string;
  /** A difference smaller than this is none; null where neither way is better. */
  least: number | null;
}

const part = (count: (effect: RevisionEffect) => number) => (effect: RevisionEffect) =>
  effect.n === 0 ? null : count(effect) / effect.n;

const MEASURES: readonly Measure[] = [
  { label: 'Jobs ended', of: (e) => e.n, text: (e) => formatNumber(e.n), least: null },
  { label: 'Median run', of: (e) => e.medianRun, text: (e) => formatDuration(e.medianRun), least: 10_000 },
  { label: 'Failed', of: part((e) => e.failed), text: (e) => formatPercent(e.failed, e.n), least: 0.02 },
  {
    label: 'Out of memory',
    of: part((e) => e.outOfMemory),
    text: (e) => formatPercent(e.outOfMemory, e.n),
    least: 0.01,
  },
  { label: 'Interrupted', of: part((e) => e.interrupted), text: (e) => formatPercent(e.interrupted, e.n), least: null },
  {
    label: 'Median cost of a job',
    of: (e) => (e.medianCostNanoUsd === null ? null : Number(e.medianCostNanoUsd)),
    text: (e) => formatUnitPrice(parseNanoUsd(e.medianCostNanoUsd)),
    least: 100_000,
  },
  { label: 'Median wait', of: (e) => e.medianWait, text: (e) => formatDuration(e.medianWait), least: null },
];

/** The numbers of some revisions side by side, oldest first. */
export function effectRows(effects: readonly RevisionEffect[]): EffectRow[] {
  return MEASURES.map((measure) => ({
    label: measure.label,
    cells: effects.map((effect, index) => {
      const before = effects[index - 1];
      const isEnough = before !== undefined && before.n >= N_MIN && effect.n >= N_MIN;
      return {
        text: measure.text(effect),
        turn: isEnough && measure.least !== null ? turnOf(measure.of(before), measure.of(effect), measure.least) : null,
      };
    }),
  }));
}

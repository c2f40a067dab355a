import type { ChangeEffect, EffectNumbers } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatUnitPrice, parseNanoUsd } from '../format/money';
import { formatCount, formatNumber, formatPercent } from '../format/number';

/** One number before and since. `turn` is set where it moved by half or more, and there are jobs enough to say so. */
export interface EffectLine {
  label: string;
  before: string;
  since: string;
  turn: 'better' | 'worse' | null;
}

/** Fewer jobs than this on one side say nothing. */
const N_MIN = 20;
const MUCH = 1.5;
/** A load within a fifth of the usual is the usual. */
const LOAD_USUAL = 0.2;

interface Measure {
  label: string;
  /** The less the better; null where unknown. */
  of: (numbers: EffectNumbers) => number | null;
  text: (numbers: EffectNumbers) => string;
  /** A difference smaller than this is none. */
  least: number;
}

const share = (part: (numbers: EffectNumbers) => number) => (numbers: EffectNumbers) =>
  numbers.n === 0 ? null : part(numbers) / numbers.n;

const MEASURES: readonly Measure[] = [
  { label: 'Median wait', of: (n) => n.medianWait, text: (n) => formatDuration(n.medianWait), least: 30_000 },
  { label: 'Median run', of: (n) => n.medianRun, text: (n) => formatDuration(n.medianRun), least: 10_000 },
  { label: 'Failed', of: share((n) => n.failed), text: (n) => formatPercent(n.failed, n.n), least: 0.01 },
  {
    label: 'Out of memory',
    of: share((n) => n.outOfMemory),
    text: (n) => formatPercent(n.outOfMemory, n.n),
    least: 0.01,
  },
  {
    label: 'Interrupted, per 1,000 jobs',
    of: share((n) => n.interrupted * 1000),
    text: (n) => (n.n === 0 ? '–' : formatNumber((n.interrupted * 1000) / n.n)),
    least: 5,
  },
  {
    label: 'Median cost of a job',
    of: (n) => (n.medianCostNanoUsd === null ? null : Number(n.medianCostNanoUsd)),
    text: (n) => formatUnitPrice(parseNanoUsd(n.medianCostNanoUsd)),
    least: 100_000,
  },
];

/** `better` or `worse` where `since` is half as much again, or as little, as `before`. Less is better. */
export function turnOf(before: number | null, since: number | null, least: number): EffectLine['turn'] {
  if (before === null || since === null || Math.abs(since - before) < least) return null;
  if (since > before * MUCH) return 'worse';
  return since * MUCH < before ? 'better' : null;
}

/** The numbers of a change as lines of a table. */
export function effectLines(effect: ChangeEffect): EffectLine[] {
  const since = effect.since.numbers;
  const before = effect.before?.numbers ?? null;
  const isEnough = before !== null && before.n >= N_MIN && since.n >= N_MIN;
  const lines = MEASURES.map(
    (measure): EffectLine => ({
      label: measure.label,
      before: before === null ? '–' : measure.text(before),
      since: measure.text(since),
      turn: before !== null && isEnough ? turnOf(measure.of(before), measure.of(since), measure.least) : null,
    }),
  );
  return [
    ...lines,
    {
      label: 'Jobs ended',
      before: before === null ? '–' : formatNumber(before.n),
      since: formatNumber(since.n),
      turn: null,
    },
  ];
}

const FEW = 3;

function othersWords(effect: ChangeEffect): string {
  const { others } = effect;
  if (others.length === 0) return 'none was recorded';
  const names = [...new Set(others.map((other) => other.name))];
  const rest = names.length - FEW;
  return `${names.slice(0, FEW).join(', ')}${rest > 0 ? `, ${formatCount(rest, 'more', 'more')}` : ''}`;
}

function loadWords(before: EffectNumbers, since: EffectNumbers): { text: string; isUsual: boolean } | null {
  if (before.submitted === 0) return null;
  const more = since.submitted / before.submitted - 1;
  const percent = `${more < 0 ? '−' : '+'}${formatNumber(Math.abs(more) * 100)}\u00a0%`;
  const isUsual = Math.abs(more) <= LOAD_USUAL;
  return { text: isUsual ? `the load was usual (${percent})` : `the load was not usual (${percent} jobs)`, isUsual };
}

/** What the numbers rest on, and what may be said of the cause: likely at the most, never proven. */
export function effectVerdict(effect: ChangeEffect): string {
  const since = effect.since.numbers;
  if (effect.queues.length === 0) return 'No queue uses it, so no job can tell.';
  if (effect.before === null)
    return `n = ${formatCount(since.n, 'job')} since. Nothing was recorded before it to compare with.`;
  const before = effect.before.numbers;
  const basis =
    effect.before.basis === 'same-hours'
      ? `the same hours of ${formatCount(effect.before.days, 'day')} before`
      : 'as long, right before the change';
  const load = loadWords(before, since);
  const facts = `Before: ${basis}. n = ${formatNumber(before.n)} and ${formatCount(since.n, 'job')}. Other changes in these hours: ${othersWords(effect)}${load === null ? '' : `; ${load.text}`}.`;
  const lines = effectLines(effect);
  if (before.n < N_MIN || since.n < N_MIN) return `${facts} Too few jobs to say what came of it.`;
  if (lines.every((line) => line.turn === null)) return `${facts} Nothing moved by much.`;
  if (effect.others.length > 0) return `${facts} Other things were changed too, so this change is one possible cause.`;
  return load?.isUsual === true
    ? `${facts} So the change is the likely cause, not a proven one.`
    : `${facts} The load moved as well, so the change is one possible cause.`;
}

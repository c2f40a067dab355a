import { AWS_WAITING_CODE, type JobStatus, type WaitingCause } from '@/lib/batch';
import type { JobPage } from '@/lib/history';

/** The checks every job goes through, in this order; each settles some causes. */
const CHECKS: readonly { key: string; label: string; passed: string; causes: readonly WaitingCause[] }[] = [
  {
    key: 'dependencies',
    label: 'Dependencies are met',
    passed: 'every job before it has succeeded',
    causes: ['dependency'],
  },
  {
    key: 'accepts',
    label: 'Queue and environment accept jobs',
    passed: 'enabled and valid',
    causes: ['not-accepting'],
  },
  {
    key: 'fits',
    label: 'Fits an instance type',
    passed: 'an allowed type offers what it asks',
    causes: ['fits-no-type'],
  },
  {
    key: 'maximum',
    label: 'Fits below an environment’s maximum',
    passed: 'an environment may be large enough',
    causes: ['exceeds-maximum', 'exceeds-quota-share'],
  },
  {
    key: 'share',
    label: 'Share may run',
    passed: 'nothing is held back',
    causes: ['share', 'quota-share'],
  },
  {
    key: 'consumable',
    label: 'Consumable resources are free',
    passed: 'what it needs is there',
    causes: ['consumable'],
  },
  { key: 'limit', label: 'Environment is below its maximum', passed: 'there is room for more', causes: ['at-maximum'] },
  { key: 'capacity', label: 'Capacity is given', passed: 'not refused', causes: ['no-capacity', 'no-instances'] },
  {
    key: 'joined',
    label: 'Instances are up and joined',
    passed: 'up',
    causes: ['starting-capacity', 'not-joining'],
  },
  { key: 'turn', label: 'Nobody is before it', passed: 'it is the first', causes: ['behind-blocked', 'is-next'] },
];

/** The last check that also holds for a job that stands behind another: the rest is not tried for it. */
const ACCEPTS = 1;

/** One line of the explainer. `unknown` is said where no check explains the wait. */
export interface Check {
  key: string;
  label: string;
  state: 'passed' | 'failed' | 'next' | 'not-reached' | 'unknown';
  /** Why it passed; null for the others. */
  passed: string | null;
}

/** The checks for a job that waits for `cause`: those before it passed, those after it were not reached. Behind a blocked head nothing but the first two is tried. */
export function checksFor(cause: WaitingCause | null, dependencies: number): Check[] {
  const at = cause === null ? -1 : CHECKS.findIndex((check) => check.causes.includes(cause));
  return CHECKS.map(({ key, label, passed }, index) => {
    const reason = key === 'dependencies' && dependencies === 0 ? 'it depends on none' : passed;
    if (at < 0) return { key, label, state: 'unknown', passed: null };
    if (index < at && cause === 'behind-blocked' && index > ACCEPTS)
      return { key, label, state: 'not-reached', passed: null };
    if (index < at) return { key, label, state: 'passed', passed: reason };
    if (index > at) return { key, label, state: 'not-reached', passed: null };
    return { key, label, state: cause === 'is-next' ? 'next' : 'failed', passed: null };
  });
}

/** AWS's own code for a cause, where it has one. */
export function awsCodeOf(cause: WaitingCause): string | null {
  return AWS_WAITING_CODE[cause] ?? null;
}

/** Spells of waiting for a start, ms: from submitting, or the end of an attempt, to the next being placed. */
export function waitingSpells(
  page: Pick<JobPage, 'attempts' | 'job' | 'transitions'>,
  now: number,
): { from: number; to: number; isOpen: boolean }[] {
  const spells: { from: number; to: number; isOpen: boolean }[] = [];
  let from = page.job.createdAt;
  for (const attempt of [...page.attempts].sort((a, b) => a.n - b.n)) {
    if (attempt.placedAt > from) spells.push({ from, to: attempt.placedAt, isOpen: false });
    from = attempt.stoppedAt ?? Number.POSITIVE_INFINITY;
  }
  if (!Number.isFinite(from)) return spells;
  const end = page.job.stoppedAt;
  const isWaiting: readonly JobStatus[] = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'SCHEDULED'];
  if (isWaiting.includes(page.job.status) && now > from) spells.push({ from, to: now, isOpen: true });
  else if (page.attempts.length === 0 && end !== null && end > from) spells.push({ from, to: end, isOpen: false });
  return spells;
}

/** All waiting of a job together, ms. */
export function waitedInAll(page: Pick<JobPage, 'attempts' | 'job' | 'transitions'>, now: number): number {
  return waitingSpells(page, now).reduce((sum, { from, to }) => sum + (to - from), 0);
}

import { CircleX, OctagonX, RotateCw } from 'lucide-react';
import { bulkCap, JOB_STATUSES } from '@/lib/batch';
import type { Consequence, ConsequenceFact } from '../consequence/consequence';
import { formatDuration } from '../format/duration';
import { formatMoney } from '../format/money';
import { formatCount, formatNumber } from '../format/number';
import { StateBar } from '../ui/bars';
import { STATE_WORD } from '../ui/status';
import { callsOf, cutWords, type JobAct, type JobActPlan, REASON_FROM, TYPED_FROM } from './job-act-plan';

const VERB: Readonly<Record<JobAct, string>> = {
  cancel: 'Cancel',
  terminate: 'Terminate',
  'submit-again': 'Submit again',
  move: 'Cancel and submit again',
};
const MEANS: Readonly<Record<JobAct, string>> = {
  cancel: 'They end as FAILED before they start. For 6 s this can be undone.',
  terminate: 'They end as FAILED. What an attempt has done so far is lost. This can’t be undone.',
  'submit-again':
    'Each becomes a new job, the same but for what it waited for. The former job stays and links to the new one.',
  move: 'Batch can’t move a job: each is cancelled, then submitted again as a new one that has to wait from the start.',
};
/** The same of one job, which the title names. */
const MEANS_FOR_ONE: Partial<Record<JobAct, string>> = {
  cancel: 'It ends as FAILED before it starts. For 6 s this can be undone.',
  terminate: 'It ends as FAILED. What its attempt has done so far is lost. This can’t be undone.',
  move: 'Batch can’t move a job: it is cancelled, then submitted again as a new one that has to wait from the start.',
};
const ICON: Readonly<Record<JobAct, typeof CircleX>> = {
  cancel: CircleX,
  terminate: OctagonX,
  'submit-again': RotateCw,
  move: RotateCw,
};
const NOTHING: Readonly<Record<JobAct, string>> = {
  cancel: 'None of them waits any more.',
  terminate: 'All of them have ended.',
  'submit-again': 'None of them has ended as a whole.',
  move: 'None of them waits as a whole any more.',
};

/** `3 jobs`, or the name of the one. */
export function whatOf(plan: JobActPlan, name: string | undefined): string {
  return name ?? formatCount(plan.jobs, 'job');
}

/** What was paid so far for attempts that are under way; their hour is not over, so it is an estimate. */
export function lostWords(running: { attempts: number; unknown: number; nanoUsd: bigint }): string {
  const { attempts, unknown, nanoUsd } = running;
  if (attempts === 0) return formatMoney(0n);
  if (unknown === attempts) return 'not known';
  return `about ${formatMoney(nanoUsd)}${unknown === 0 ? '' : `, ${formatNumber(unknown)} not known`}`;
}

function leftOut({ act, left }: JobActPlan): ConsequenceFact[] {
  const facts: [string, number][] = [
    ['Have ended already and are left out', left.ended],
    [act === 'terminate' ? '' : 'Have started: a cancel does not touch them', left.started],
    ['Have not ended and are left out', left.unfinished],
    ['Children, which AWS submits only with their array', left.parts],
    ['Service jobs, which SubmitServiceJob submits', left.services],
  ];
  return facts.flatMap(([label, count]) =>
    label === '' || count === 0 ? [] : [{ label, value: formatNumber(count) }],
  );
}

function durationOf(plan: JobActPlan, kind: 'aws' | 'simulated'): string | null {
  const cap = bulkCap(kind);
  if (cap === null) return null;
  const calls = callsOf(plan).reduce((sum, { count }) => sum + count, 0);
  return `about ${formatDuration(Math.max(1, calls / cap) * 1000)} at our cap of ${cap}/s`;
}

function reasonOf({ act, jobs }: JobActPlan): NonNullable<Consequence['reason']> {
  const isRequired = jobs >= REASON_FROM || act === 'cancel' || act === 'terminate';
  const initial = act === 'cancel' ? 'Cancelled in Batchdeck' : 'Terminated in Batchdeck';
  return {
    label: 'Reason',
    hint: act === 'submit-again' ? 'stands in Activity' : 'stands in each job’s history',
    isRequired,
    ...(jobs < REASON_FROM && act !== 'submit-again' && act !== 'move' && { initial }),
  };
}

/** What an act on jobs means, in words; without what depends on them, which is looked up. */
export function consequenceOf(
  plan: JobActPlan,
  { name, kind, queue }: { name: string | undefined; kind: 'aws' | 'simulated'; queue: string | null },
): Consequence {
  const { act, jobs, cut } = plan;
  const Icon = ICON[act];
  const isOne = name !== undefined && jobs === 1;
  const ends = act === 'cancel' || act === 'terminate' || act === 'move';
  const count = `${VERB[act]} ${formatCount(jobs, 'job')}`;
  const states = JOB_STATUSES.filter((status) => (plan.counts[status] ?? 0) > 0);
  const duration = durationOf(plan, kind);
  return {
    title: jobs === 0 ? `Nothing is left to ${VERB[act].toLowerCase()}` : `${VERB[act]} ${whatOf(plan, name)}?`,
    icon: <Icon size={18} strokeWidth={1.75} className={ends ? 'text-failed' : 'text-tx2'} aria-hidden />,
    description: jobs === 0 ? NOTHING[act] : (isOne && MEANS_FOR_ONE[act]) || MEANS[act],
    act: jobs === 0 ? null : `${count}${queue === null ? '' : ` in ${queue}`}`,
    isDanger: ends,
    ...(jobs > 0 && {
      ...(ends && { picture: <StateBar counts={plan.counts} part="active" /> }),
      calls: callsOf(plan),
      ...(duration !== null && { duration }),
      ...(plan.sample.length > 1 && { sample: plan.sample }),
      ...(!isOne && { note: 'The choice is frozen: what begins to match later is not touched.' }),
    }),
    facts: [
      ...states.map((status) => ({
        label: STATE_WORD[status],
        value: formatNumber(plan.counts[status]),
        glyph: status,
      })),
      ...leftOut(plan),
    ],
    ...(cut !== null && {
      warning: {
        title: `${cutWords(cut)} that match, arrays counted once.`,
        text: 'One act takes no more. Those left out are not touched; act on all that match again once these are through.',
      },
    }),
    reason: reasonOf(plan),
    ...(jobs >= TYPED_FROM && { typed: String(jobs) }),
  };
}

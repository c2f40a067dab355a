'use client';

import { OctagonX } from 'lucide-react';
import { JOB_STATUSES } from '@/lib/batch';
import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { StateBar } from '../ui/bars';
import { STATE_WORD } from '../ui/status';
import { type TerminateAction, terminateAll } from './terminate';
import { cutWords, type TerminatePlan, TYPED_FROM } from './terminate-plan';

interface DialogProps {
  /** Frozen when the dialog opened. */
  plan: TerminatePlan;
  /** What the dialog is about where it is one job. */
  name?: string | undefined;
  action: TerminateAction;
  onClose: (hasEnded: boolean) => void;
}

function titleOf(plan: TerminatePlan, name: string | undefined): string {
  if (plan.jobs === 0) return 'Nothing is left to terminate';
  return name !== undefined ? `Terminate ${name}?` : `Terminate ${formatCount(plan.jobs, 'job')}?`;
}

function factsOf(plan: TerminatePlan): NonNullable<Consequence['facts']> {
  const states = JOB_STATUSES.filter((status) => (plan.counts[status] ?? 0) > 0);
  const facts = states.map((status) => ({
    label: STATE_WORD[status],
    value: formatNumber(plan.counts[status]),
    glyph: status,
  }));
  if (plan.ended === 0) return facts;
  return [...facts, { label: 'Have ended already and are left out', value: formatNumber(plan.ended) }];
}

function consequenceOf(plan: TerminatePlan, name: string | undefined): Consequence {
  return {
    title: titleOf(plan, name),
    icon: <OctagonX size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    description:
      plan.jobs === 0
        ? 'All of them have ended.'
        : 'They end as FAILED. What an attempt has done so far is lost. This can’t be undone.',
    act: plan.jobs === 0 ? null : `Terminate ${formatCount(plan.jobs, 'job')}`,
    isDanger: true,
    ...(plan.jobs > 0 && {
      picture: <StateBar counts={plan.counts} part="active" />,
      calls: [{ operation: 'TerminateJob', count: plan.ids.length }],
      note: 'The choice is frozen: what begins to match later is not touched. Jobs that depend on these will fail too.',
    }),
    facts: factsOf(plan),
    ...(plan.cut !== null && {
      warning: {
        title: `${cutWords(plan.cut)} that match, arrays counted once.`,
        text: 'One act takes no more. Those left out go on; act on all that match again once these have ended.',
      },
    }),
    reason: { label: 'Reason', hint: 'stands in each job’s history', isRequired: true },
    ...(plan.jobs >= TYPED_FROM && { typed: String(plan.jobs) }),
  };
}

/** Asks before jobs are ended: how many, in which state, by how many calls, for which reason. */
export function TerminateDialog({ plan, name, action, onClose }: DialogProps) {
  const { slug } = useConnection();
  return (
    <ConsequenceDialog
      consequence={consequenceOf(plan, name)}
      act={(reason, onProgress, isStopped) =>
        terminateAll(action, { connection: slug, ids: plan.ids, reason }, onProgress, isStopped)
      }
      onClose={onClose}
    />
  );
}

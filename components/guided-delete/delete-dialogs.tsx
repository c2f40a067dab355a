'use client';

import { OctagonX, Undo2 } from 'lucide-react';
import type { GuideView } from '@/lib/guides';
import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { onEach } from '../resource-acts/act';
import type { DeleteActions } from './delete-plan';

function terminating({ name, jobsLeft, runningJobs }: GuideView): Consequence {
  const left = jobsLeft.waiting + jobsLeft.running;
  return {
    title: `Terminate ${formatCount(left, 'job')}?`,
    icon: <OctagonX size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    description: `They end as FAILED, so that ${name} can be deleted. What an attempt has done so far is lost. This can’t be undone.`,
    act: `Terminate ${formatCount(left, 'job')}`,
    isDanger: true,
    facts: [
      ...(jobsLeft.waiting > 0
        ? [{ label: 'Wait', value: formatNumber(jobsLeft.waiting), glyph: 'RUNNABLE' as const }]
        : []),
      { label: 'Run', value: formatNumber(jobsLeft.running), glyph: 'RUNNING' as const },
    ],
    calls: [{ operation: 'TerminateJobs', count: Math.max(1, Math.ceil(left / 50)) }],
    sample: runningJobs.map((job) => ({ label: job.name, note: job.queue })),
    note: 'Jobs that depend on these will fail too. What begins to run meanwhile is terminated as well.',
    ...(left >= 1000 && { typed: String(left) }),
  };
}

function puttingBack({ name, kind, before }: GuideView): Consequence {
  return {
    title: `Put ${name} back?`,
    icon: <Undo2 size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />,
    description:
      before.state === 'DISABLED' ? 'It was disabled before, and stays so.' : 'It is enabled again and takes jobs.',
    act: `Put ${name} back`,
    isDanger: false,
    ...(kind === 'environment' && {
      dependents: [
        {
          title: 'Queues that get it back',
          items: before.queues.map((queue) => ({ label: queue.name, note: queue.environments.join(', ') })),
        },
      ].filter(({ items }) => items.length > 0),
    }),
    note: 'Jobs that ended stay ended.',
  };
}

/** Asks before a guided delete ends its jobs, or is undone. Loaded on first use. */
export function DeleteDialogs({
  asked,
  guide,
  actions,
  onClose,
}: {
  asked: 'terminate' | 'put-back';
  guide: GuideView;
  actions: DeleteActions;
  onClose: () => void;
}) {
  const { slug } = useConnection();
  const of = { connection: slug, kind: guide.kind, name: guide.name };
  const isTerminate = asked === 'terminate';
  return (
    <ConsequenceDialog
      consequence={isTerminate ? terminating(guide) : puttingBack(guide)}
      act={onEach([{ id: guide.name }], () =>
        isTerminate ? actions.planJobs({ ...of, jobs: 'terminate' }) : actions.direct({ ...of, direction: 'put-back' }),
      )}
      onClose={onClose}
    />
  );
}

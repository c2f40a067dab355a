'use client';

import { CircleX, Copy, MoveRight, OctagonX, RotateCw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Permission } from '@/lib/access';
import { isServiceJob } from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import type { ResourceAct } from '../resource-acts/act';
import { type JobAct, type JobActPlan, type PlanCut, planOf } from './job-act-plan';
import type { JobActions } from './job-acts';

const JobActDialog = dynamic(() => import('./job-act-dialog').then((loaded) => loaded.JobActDialog), { ssr: false });

const LOOK = {
  cancel: { icon: CircleX, permission: 'jobs.end', isDanger: true },
  terminate: { icon: OctagonX, permission: 'jobs.end', isDanger: true },
  'submit-again': { icon: RotateCw, permission: 'jobs.submit', isDanger: false },
  move: { icon: MoveRight, permission: 'jobs.end', isDanger: true },
} as const satisfies Record<JobAct, { icon: unknown; permission: Permission; isDanger: boolean }>;
const ACTS = ['cancel', 'terminate', 'submit-again', 'move'] as const;

function labelOf({ act, jobs }: JobActPlan, isOne: boolean): string {
  if (act === 'cancel') return isOne ? 'Cancel…' : `Cancel ${formatCount(jobs, 'waiting job')}…`;
  if (act === 'terminate') return isOne ? 'Terminate…' : `Terminate ${formatCount(jobs, 'job')}…`;
  if (act === 'submit-again') return isOne ? 'Submit again…' : `Submit again ${formatCount(jobs, 'ended job')}…`;
  return isOne
    ? 'Cancel and submit again elsewhere…'
    : `Cancel and submit again ${formatCount(jobs, 'job')} elsewhere…`;
}

/**
 * What one may do with jobs: in the bulk bar, or with one on its page (`isOne`). Draw `dialog` once; `onDone` is told when
 * an act was given, to let go of a selection.
 */
export function useJobActs(actions: JobActions, onDone: () => void = () => {}) {
  const { slug } = useConnection();
  const access = useAccess();
  const [asked, setAsked] = useState<{ plan: JobActPlan; name: string | undefined } | null>(null);
  const actsOf = (rows: readonly JobRow[], cut: PlanCut | null = null, isOne = false): ResourceAct[] => {
    const acts = ACTS.flatMap((act): ResourceAct[] => {
      const plan = planOf(act, rows, cut);
      if (plan.jobs === 0) return [];
      const { icon, permission, isDanger } = LOOK[act];
      const why = refusalFor(access, permission, { queues: plan.queues });
      const name = isOne ? rows[0]?.name : undefined;
      return [{ key: act, label: labelOf(plan, isOne), icon, isDanger, why, onSelect: () => setAsked({ plan, name }) }];
    });
    const [only] = rows;
    if (!isOne || only === undefined || only.index !== null || isServiceJob(only)) return acts;
    const why = refusalFor(access, 'jobs.submit');
    const href = `/${slug}/jobs/new?from=${encodeURIComponent(only.id)}`;
    return [...acts, { key: 'clone', label: 'Clone into the form', icon: Copy, href, why }];
  };
  const dialog =
    asked === null ? null : (
      <JobActDialog
        plan={asked.plan}
        name={asked.name}
        actions={actions}
        onClose={(isDone) => {
          setAsked(null);
          if (isDone) onDone();
        }}
      />
    );
  return { actsOf, dialog, isAsking: asked !== null };
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RUNNING_STATUSES } from '@/lib/batch';
import { useAccess } from '../access/access';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { holdAct } from '../consequence/held-act';
import { useConnection } from '../data/connection';
import { queuesQuery } from '../data/queries';
import { SelectField } from '../ui/select';
import type { JobActPlan } from './job-act-plan';
import { consequenceOf, whatOf } from './job-act-words';
import { doingWords, type JobActions, sendJobAct, tellHeld } from './job-acts';
import { useDependents } from './use-dependents';

/** The queues that the jobs of a plan may go to: open, in scope, and taking shares only where all of them carry one. */
function useTargets(plan: JobActPlan): string[] {
  const { queues: own } = useAccess();
  const { data = [] } = useQuery(queuesQuery(useConnection()));
  return data
    .filter(({ state, status }) => state === 'ENABLED' && status === 'VALID')
    .filter(({ name, policy }) => (own === 'all' || own.includes(name)) && (policy === null || plan.haveShares))
    .filter(({ name }) => plan.queues.length > 1 || plan.queues[0] !== name)
    .map(({ name }) => name);
}

/** Asks before an act on jobs: how many, in which state, by how many calls, what depends on them, for which reason. */
export function JobActDialog({
  plan,
  name,
  actions,
  onClose,
}: {
  /** Frozen when the dialog opened. */
  plan: JobActPlan;
  /** What the dialog is about where it is one job. */
  name?: string | undefined;
  actions: JobActions;
  onClose: (isDone: boolean) => void;
}) {
  const { slug, kind } = useConnection();
  const router = useRouter();
  const targets = useTargets(plan);
  const [chosen, setChosen] = useState<string | null>(null);
  const isMove = plan.act === 'move';
  const queue = isMove ? (chosen ?? targets[0] ?? null) : null;
  const { facts = [], dependents } = useDependents(
    plan.ids,
    plan.act !== 'submit-again',
    plan.act === 'terminate' && RUNNING_STATUSES.some((status) => (plan.counts[status] ?? 0) > 0),
  );
  const said = consequenceOf(plan, { name, kind, queue });
  const what = whatOf(plan, name);
  const send = (reason: string) =>
    sendJobAct(actions, { connection: slug, act: plan.act, ids: plan.ids, queue, reason }, what, (path) =>
      router.push(path),
    );
  const hold = (reason: string) => {
    holdAct({
      title: doingWords('cancel', what),
      undone: `${what} not cancelled.`,
      send: () =>
        void send(reason)
          .catch(() => ({ done: 0, failed: [], left: 1, stopped: 'The portal does not answer.' }))
          .then(tellHeld),
    });
    return Promise.resolve({ done: plan.jobs, failed: [], left: 0, stopped: null });
  };
  return (
    <ConsequenceDialog
      consequence={{
        ...said,
        ...(plan.jobs > 0 && { facts: [...(said.facts ?? []), ...facts] }),
        ...(dependents !== undefined && { dependents }),
        ...(isMove && queue === null && plan.jobs > 0 && { act: null, description: 'There is no other open queue.' }),
        ...(isMove &&
          queue !== null && {
            picture: (
              <SelectField
                label="Queue they go to"
                value={queue}
                options={targets.map((value) => ({ value, label: value }))}
                onChange={setChosen}
              />
            ),
          }),
      }}
      act={plan.act === 'cancel' ? hold : send}
      onClose={onClose}
    />
  );
}

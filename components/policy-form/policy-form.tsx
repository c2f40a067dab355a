'use client';

import { useRouter } from 'next/navigation';
import type { ActionResult } from '@/lib/access';
import { type JsonObject, policyUpdateBase } from '@/lib/forms';
import { useConnection } from '../data/connection';
import type { Check } from '../edit/checks-panel';
import { EditFrame } from '../edit/edit-frame';
import { freeNameCheck, mendedCheck, takenName } from '../edit/known-checks';
import { type EditStart, ResourceEdit } from '../edit/resource-edit';
import type { ProblemsOf } from '../edit/use-call';
import { formatCount } from '../format/number';
import { showToast } from '../ui/toast';
import { PolicyFields } from './policy-fields';

type Outcome = ActionResult<{ name: string; recorded: boolean }>;

async function newProblems(names: readonly string[]): Promise<ProblemsOf> {
  const { createSchedulingPolicyProblems } = await import('@/lib/forms');
  return (shapes, document) => [
    ...createSchedulingPolicyProblems(shapes, document),
    ...takenName(document, 'name', names),
  ];
}

async function editProblems(): Promise<ProblemsOf> {
  const { updateSchedulingPolicyProblems } = await import('@/lib/forms');
  return (shapes, document, base) => updateSchedulingPolicyProblems(shapes, document, base);
}

function useDone(): (value: { name: string }, did: string) => void {
  const { slug } = useConnection();
  const router = useRouter();
  return ({ name }, did) => {
    showToast({ title: `Policy ${name} is ${did}.` });
    router.push(`/${slug}/queues?tab=policies`);
  };
}

/** The form of a new scheduling policy; `from` names the one it is cloned from. */
export function NewPolicyForm({
  initial,
  from,
  names,
  create,
}: {
  initial: JsonObject;
  from: string | null;
  names: readonly string[];
  create: (input: { connection: string; call: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  return (
    <EditFrame
      operation="CreateSchedulingPolicy"
      words={{
        title: 'New scheduling policy',
        note: from === null ? undefined : `cloned from ${from}`,
        submit: 'Create policy',
        sending: 'Creating…',
        before: 'Before you create',
      }}
      initial={initial}
      loadProblems={() => newProblems(names)}
      draftKey={from === null ? 'policies/new' : `policies/new?from=${from}`}
      checks={(outcome, problems) => [
        ...freeNameCheck(outcome.name, names, 'policy'),
        mendedCheck(problems, 'Names, ranges, shares'),
      ]}
      summary={() => 'Creates 1 policy. It does nothing until a queue is made with it.'}
      cancelHref={`/${slug}/queues`}
      submit={(call) => create({ connection: slug, call })}
      onDone={(value) => done(value, 'made')}
    >
      <PolicyFields isNew name="" />
    </EditFrame>
  );
}

/** The form of a scheduling policy that exists. */
export function EditPolicyForm({
  start,
  queues,
  update,
}: {
  start: EditStart;
  /** The queues that follow it. */
  queues: readonly string[];
  update: (input: { connection: string; call: string; basedOn: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  const used: Check =
    queues.length === 0
      ? { state: 'passed', title: 'No queue follows it yet' }
      : { state: 'warned', title: `${formatCount(queues.length, 'queue')} at once:`, detail: queues.join(', ') };
  return (
    <ResourceEdit
      kind="scheduling-policy"
      operation="UpdateSchedulingPolicy"
      words={{
        title: `Edit policy ${start.name}`,
        note: 'the call holds only what is changed',
        submit: 'Save changes',
        sending: 'Saving…',
        before: 'Before you save',
      }}
      start={start}
      keep={['arn']}
      wholes={['fairsharePolicy']}
      toBase={policyUpdateBase}
      loadProblems={editProblems}
      draftKey={`policies/${start.name}/edit`}
      checks={(_outcome, problems) => [used, mendedCheck(problems, 'Names, ranges, shares')]}
      cancelHref={`/${slug}/queues`}
      submit={(call, basedOn) => update({ connection: slug, call, basedOn })}
      onDone={(value) => done(value, 'changed')}
    >
      <PolicyFields isNew={false} name={start.name} />
    </ResourceEdit>
  );
}

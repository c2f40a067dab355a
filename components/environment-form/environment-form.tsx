'use client';

import { useRouter } from 'next/navigation';
import type { ActionResult } from '@/lib/access';
import { environmentUpdateBase, type JsonObject } from '@/lib/forms';
import { useConnection } from '../data/connection';
import { EditFrame } from '../edit/edit-frame';
import { takenName } from '../edit/known-checks';
import { type EditStart, ResourceEdit } from '../edit/resource-edit';
import type { ProblemsOf } from '../edit/use-call';
import { showToast } from '../ui/toast';
import { editEnvironmentChecks, newEnvironmentChecks } from './environment-checks';
import { EnvironmentFields, type EnvironmentSuggestions } from './environment-fields';

type Outcome = ActionResult<{ name: string; recorded: boolean }>;

/** Members that AWS replaces as one. */
const WHOLES = ['computeResources.launchTemplate', 'computeResources.ec2Configuration', 'computeResources.tags'];

async function newProblems(names: readonly string[]): Promise<ProblemsOf> {
  const { createComputeEnvironmentProblems } = await import('@/lib/forms');
  return (shapes, document) => [
    ...createComputeEnvironmentProblems(shapes, document),
    ...takenName(document, 'computeEnvironmentName', names),
  ];
}

async function editProblems(): Promise<ProblemsOf> {
  const { updateComputeEnvironmentProblems } = await import('@/lib/forms');
  return (shapes, document, base) => updateComputeEnvironmentProblems(shapes, document, base);
}

function useDone(): (value: { name: string }, did: string) => void {
  const { slug } = useConnection();
  const router = useRouter();
  return ({ name }, did) => {
    showToast({ title: `Environment ${name} is ${did}.` });
    router.push(`/${slug}/environments/${encodeURIComponent(name)}`);
  };
}

/** The form of a new environment; `from` names the one it is cloned from. */
export function NewEnvironmentForm({
  initial,
  from,
  names,
  suggestions,
  create,
}: {
  initial: JsonObject;
  from: string | null;
  /** The environments that stand already. */
  names: readonly string[];
  suggestions: EnvironmentSuggestions;
  create: (input: { connection: string; call: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  return (
    <EditFrame
      operation="CreateComputeEnvironment"
      words={{
        title: 'New compute environment',
        note: from === null ? undefined : `cloned from ${from}`,
        submit: 'Create environment',
        sending: 'Creating…',
        before: 'Before you create',
      }}
      initial={initial}
      loadProblems={() => newProblems(names)}
      draftKey={from === null ? 'environments/new' : `environments/new?from=${from}`}
      checks={(outcome, problems) => newEnvironmentChecks(outcome, names, problems)}
      summary={(outcome) => <NewSummary outcome={outcome} />}
      cancelHref={`/${slug}/environments`}
      submit={(call) => create({ connection: slug, call })}
      onDone={(value) => done(value, 'being created')}
    >
      <EnvironmentFields isNew suggestions={suggestions} />
    </EditFrame>
  );
}

function NewSummary({ outcome }: { outcome: JsonObject }) {
  const resources = outcome.computeResources;
  const least =
    typeof resources === 'object' && resources !== null && !Array.isArray(resources) ? resources.minvCpus : 0;
  return typeof least === 'number' && least > 0
    ? `Creates 1 environment and keeps ${least} vCPU up: they cost from the start.`
    : 'Creates 1 environment. Costs nothing until a job runs.';
}

/** The form of an environment that exists. */
export function EditEnvironmentForm({
  start,
  queues,
  suggestions,
  update,
}: {
  start: EditStart;
  /** The queues that stand on it. */
  queues: readonly string[];
  suggestions: EnvironmentSuggestions;
  update: (input: { connection: string; call: string; basedOn: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  return (
    <ResourceEdit
      kind="compute-environment"
      operation="UpdateComputeEnvironment"
      words={{
        title: `Edit environment ${start.name}`,
        note: 'the call holds only what is changed',
        submit: 'Save changes',
        sending: 'Saving…',
        before: 'Before you save',
      }}
      start={start}
      keep={['computeEnvironment']}
      wholes={WHOLES}
      toBase={environmentUpdateBase}
      loadProblems={editProblems}
      draftKey={`environments/${start.name}/edit`}
      checks={(_outcome, problems, call, base) => editEnvironmentChecks(call, base, queues, problems)}
      cancelHref={`/${slug}/environments/${encodeURIComponent(start.name)}`}
      submit={(call, basedOn) => update({ connection: slug, call, basedOn })}
      onDone={(value) => done(value, 'being changed')}
    >
      <EnvironmentFields isNew={false} suggestions={suggestions} />
    </ResourceEdit>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import type { ActionResult } from '@/lib/access';
import { type JsonObject, type KnownEnvironment, queueUpdateBase } from '@/lib/forms';
import { useConnection } from '../data/connection';
import { EditFrame } from '../edit/edit-frame';
import { takenName } from '../edit/known-checks';
import { type EditStart, ResourceEdit } from '../edit/resource-edit';
import type { ProblemsOf } from '../edit/use-call';
import { showToast } from '../ui/toast';
import { queueChecks } from './queue-checks';
import { QueueFields } from './queue-fields';

type Outcome = ActionResult<{ name: string; recorded: boolean }>;

/** What stands on the connection, as the page knows it. */
interface Around {
  environments: readonly KnownEnvironment[];
  policies: readonly string[];
  queues: readonly string[];
}

function useDone(): (value: { name: string }, did: string) => void {
  const { slug } = useConnection();
  const router = useRouter();
  return ({ name }, did) => {
    showToast({ title: `Queue ${name} is ${did}.` });
    router.push(`/${slug}/queues/${encodeURIComponent(name)}`);
  };
}

/** The form of a new queue; `from` names the one it is cloned from. */
export function NewQueueForm({
  initial,
  from,
  around,
  create,
}: {
  initial: JsonObject;
  from: string | null;
  around: Around;
  create: (input: { connection: string; call: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  const loadProblems = async (): Promise<ProblemsOf> => {
    const { createJobQueueProblems } = await import('@/lib/forms');
    return (shapes, document) => [
      ...createJobQueueProblems(shapes, document, around),
      ...takenName(document, 'jobQueueName', around.queues),
    ];
  };
  return (
    <EditFrame
      operation="CreateJobQueue"
      words={{
        title: 'New job queue',
        note: from === null ? undefined : `cloned from ${from}`,
        submit: 'Create queue',
        sending: 'Creating…',
        before: 'Before you create',
      }}
      initial={initial}
      loadProblems={loadProblems}
      draftKey={from === null ? 'queues/new' : `queues/new?from=${from}`}
      checks={(outcome, problems) => queueChecks(outcome, around, problems, true)}
      summary={() => 'Creates 1 queue. Costs nothing: jobs do.'}
      cancelHref={`/${slug}/queues`}
      submit={(call) => create({ connection: slug, call })}
      onDone={(value) => done(value, 'being created')}
    >
      <QueueFields environments={around.environments} policies={around.policies} isNew />
    </EditFrame>
  );
}

/** The form of a queue that exists. */
export function EditQueueForm({
  start,
  around,
  update,
}: {
  start: EditStart;
  around: Around;
  update: (input: { connection: string; call: string; basedOn: string }) => Promise<Outcome>;
}) {
  const { slug } = useConnection();
  const done = useDone();
  const loadProblems = async (): Promise<ProblemsOf> => {
    const { updateJobQueueProblems } = await import('@/lib/forms');
    return (shapes, document, base) => updateJobQueueProblems(shapes, document, base, around);
  };
  return (
    <ResourceEdit
      kind="job-queue"
      operation="UpdateJobQueue"
      words={{
        title: `Edit queue ${start.name}`,
        note: 'the call holds only what is changed',
        submit: 'Save changes',
        sending: 'Saving…',
        before: 'Before you save',
      }}
      start={start}
      keep={['jobQueue']}
      wholes={['jobStateTimeLimitActions']}
      toBase={queueUpdateBase}
      loadProblems={loadProblems}
      draftKey={`queues/${start.name}/edit`}
      checks={(outcome, problems) => queueChecks(outcome, around, problems, false)}
      cancelHref={`/${slug}/queues/${encodeURIComponent(start.name)}`}
      submit={(call, basedOn) => update({ connection: slug, call, basedOn })}
      onDone={(value) => done(value, 'being changed')}
    >
      <QueueFields environments={around.environments} policies={around.policies} isNew={false} />
    </ResourceEdit>
  );
}

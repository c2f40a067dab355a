'use client';

import { nameOfArn } from '@/lib/batch';
import type { KnownEnvironment } from '@/lib/forms';
import { EditChoice, EditSelect, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { QueueLimits } from './queue-limits';
import { QueueOrder } from './queue-order';

const STATES = [
  { value: 'ENABLED', label: 'Enabled' },
  { value: 'DISABLED', label: 'Disabled', hint: 'Takes no new jobs; those in it go on' },
] as const;

/** The fields of a job queue; `isNew` while it is made. */
export function QueueFields({
  environments,
  policies,
  isNew,
}: {
  environments: readonly KnownEnvironment[];
  policies: readonly string[];
  isNew: boolean;
}) {
  const { base } = useEdit();
  const hasPolicy = base?.schedulingPolicyArn !== undefined;
  const choices = policies.map((arn) => ({ value: arn, label: nameOfArn(arn), note: 'fair share' }));
  const policyLock =
    !isNew && !hasPolicy ? 'A queue made first in, first out can not get a policy: make a new queue.' : undefined;
  return (
    <>
      <EditSection title="What">
        {isNew ? (
          <EditText path="jobQueueName" label="Name" />
        ) : (
          <EditText path="jobQueue" label="Name" locked="A name is for good: clone the queue to give it another." />
        )}
        <EditChoice path="state" label="State" options={STATES} />
        <EditText
          path="priority"
          label="Priority"
          kind="number"
          className="w-28!"
          note="Where queues share an environment, the higher one is served first."
        />
      </EditSection>
      <EditSection title="Where">
        {base?.serviceEnvironmentOrder === undefined ? (
          <QueueOrder environments={environments} />
        ) : (
          <p className="text-13 text-tx2">
            A service environment, for SageMaker training jobs: a queue never changes to compute environments.
          </p>
        )}
      </EditSection>
      <EditSection title="Whose turn">
        <EditSelect
          path="schedulingPolicyArn"
          label="Order"
          options={hasPolicy && !isNew ? choices : [{ value: '', label: 'First in, first out' }, ...choices]}
          locked={policyLock}
          note={
            isNew ? 'For good: a fair-share queue keeps having a policy, the other kind never gets one.' : undefined
          }
        />
        <QueueLimits />
      </EditSection>
      {isNew && (
        <EditSection title="Tags">
          <EditPairs path="tags" label="Tags" what="tag" />
        </EditSection>
      )}
    </>
  );
}

'use client';

import { useId } from 'react';
import { definitionMeant, queueMeant } from '@/lib/forms';
import type { DefinitionChoice } from '@/lib/history';
import { ConsumableFields } from '../consumables/consumable-fields';
import { RetryFields } from '../definition-form/retry-fields';
import { EditCombo } from '../edit/edit-combo';
import { EditFlag, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber } from '../format/number';
import type { FoundJobs, QueueAround, SubmitAround } from './around';
import { ArrayFields } from './array-fields';
import { DependencyFields } from './dependency-fields';
import { NodeOverrideFields } from './node-override-fields';
import { OverrideFields } from './override-fields';

const textIn = (value: unknown) => (typeof value === 'string' ? value : '');

function useMeant(around: SubmitAround): { queue: QueueAround | null; definition: DefinitionChoice | null } {
  const { valueIn } = useEdit();
  return {
    queue: queueMeant(around.queues, textIn(valueIn('jobQueue'))),
    definition: definitionMeant(around.definitions, textIn(valueIn('jobDefinition'))),
  };
}

/** Options of the definitions: each name once, which means its newest, and every revision. */
function definitionOptions(definitions: readonly DefinitionChoice[]) {
  return definitions.map((one, at) => {
    const name = one.name.slice(0, one.name.lastIndexOf(':'));
    const isNewest = definitions[at - 1]?.name.startsWith(`${name}:`) !== true;
    const kind = one.kind === 'multinode' ? 'multi-node' : one.isFargate ? 'Fargate' : null;
    return { value: one.name, note: [isNewest ? 'newest' : null, kind].filter((word) => word !== null).join(', ') };
  });
}

function ShareFields({ queue }: { queue: QueueAround | null }) {
  const { valueIn } = useEdit();
  const id = useId();
  const isAsked =
    queue?.isFairShare === true ||
    valueIn('shareIdentifier') !== undefined ||
    valueIn('schedulingPriorityOverride') !== undefined;
  if (!isAsked) return null;
  const shares = queue?.shares ?? [];
  const named = shares.filter((share) => !share.endsWith('*'));
  const prefixes = shares.filter((share) => share.endsWith('*'));
  const words = [
    ...(named.length > 0 ? [`Of the policy: ${named.join(', ')}.`] : []),
    ...(prefixes.length > 0 ? [`Names that begin so belong together: ${prefixes.join(', ')}.`] : []),
  ];
  return (
    <>
      <EditText
        path="shareIdentifier"
        label="Share"
        list={id}
        note={words.length > 0 ? words.join(' ') : 'Whose turn this job takes.'}
      />
      <datalist id={id}>
        {named.map((share) => (
          <option key={share} value={share} />
        ))}
      </datalist>
      <EditText
        path="schedulingPriorityOverride"
        label="Priority"
        kind="number"
        className="w-28!"
        note="0 to 9999, within its share; higher first. Empty: as defined."
      />
    </>
  );
}

function What({ around, queue }: { around: SubmitAround; queue: QueueAround | null }) {
  return (
    <EditSection title="What and where">
      <EditText path="jobName" label="Name" />
      <EditCombo path="jobDefinition" label="Definition" options={definitionOptions(around.definitions)} />
      <EditCombo
        path="jobQueue"
        label="Queue"
        options={around.queues.map(({ name, state, waiting }) => ({
          value: name,
          note: state === 'DISABLED' ? 'disabled' : `${formatNumber(waiting)} wait`,
        }))}
      />
      <ShareFields queue={queue} />
    </EditSection>
  );
}

function Overrides({ definition }: { definition: DefinitionChoice | null }) {
  if (definition?.nodes != null) {
    return (
      <EditSection title="Overrides" hint="for this job only; what is left empty stays as it is defined">
        <NodeOverrideFields nodes={definition.nodes} />
      </EditSection>
    );
  }
  if (definition?.kind === 'ecs' || definition?.kind === 'eks') {
    return (
      <EditSection title="Overrides">
        <p className="px-4 pb-1 text-12 text-tx3t">
          {definition.name} has several containers: override them in the call, as{' '}
          <code>{definition.kind === 'ecs' ? 'ecsPropertiesOverride' : 'eksPropertiesOverride'}</code>.
        </p>
      </EditSection>
    );
  }
  return (
    <EditSection title="Overrides" hint="for this job only; what is left empty stays as it is defined">
      <OverrideFields path="containerOverrides" defined={definition} />
    </EditSection>
  );
}

function definedRetry(definition: DefinitionChoice | null): { attempts: string; timeout: string } | undefined {
  if (definition === null) return undefined;
  const { attempts, exitRules, timeoutSeconds } = definition;
  const rules = exitRules === 0 ? '' : `, with ${formatCount(exitRules, 'exit rule')}`;
  return {
    attempts: `Empty: as defined, ${formatCount(attempts ?? 1, 'attempt')}${rules}.`,
    timeout:
      timeoutSeconds === null
        ? 'Empty: as defined, no end.'
        : `Empty: as defined, ${formatDuration(timeoutSeconds * 1000)}.`,
  };
}

function consumablesNote(definition: DefinitionChoice | null): string {
  const defined = (definition?.consumables ?? []).map(({ name, quantity }) => `${formatNumber(quantity)} of ${name}`);
  const words =
    'Units that each job holds while it runs, such as licences. A list here takes the place of the definition’s.';
  return defined.length === 0 ? words : `${words} Empty: as defined, ${defined.join(', ')}.`;
}

/** The fields of a submit: what and where, array, order, and what differs from the definition. */
export function SubmitFields({ around, found }: { around: SubmitAround; found: FoundJobs }) {
  const { valueIn } = useEdit();
  const { queue, definition } = useMeant(around);
  const hasArray = definition?.kind !== 'multinode' || valueIn('arrayProperties.size') !== undefined;
  const retry = definedRetry(definition);
  return (
    <>
      <What around={around} queue={queue} />
      {hasArray && (
        <EditSection title="Array" hint="one job, many children">
          <ArrayFields canSend={definition === null || definition.kind === 'container'} />
        </EditSection>
      )}
      <EditSection title="Starts after">
        <DependencyFields found={found} />
      </EditSection>
      <Overrides definition={definition} />
      <EditSection title="Consumable resources">
        <ConsumableFields path="consumableResourcePropertiesOverride" note={consumablesNote(definition)} />
      </EditSection>
      <EditSection title="Parameters" hint="what Ref::name in the command stands for">
        <EditPairs
          path="parameters"
          label="Parameters"
          what="parameter"
          defined={Object.entries(definition?.parameters ?? {}).map(([name, value]) => ({ name, value }))}
        />
      </EditSection>
      <EditSection title="Attempts">
        <RetryFields {...(retry !== undefined && { defined: retry })} />
      </EditSection>
      <EditSection title="Tags">
        <EditPairs path="tags" label="Tags" what="tag" />
        <EditFlag path="propagateTags" label="Tasks" words="Put the tags on the ECS task too" />
      </EditSection>
    </>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import type { ActionResult } from '@/lib/access';
import type { JsonObject } from '@/lib/forms';
import { useConnection } from '../data/connection';
import { EditChoice, EditText } from '../edit/edit-fields';
import { EditFrame } from '../edit/edit-frame';
import { EditPairs } from '../edit/edit-pairs';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { freeNameCheck, mendedCheck, takenName } from '../edit/known-checks';
import type { ProblemsOf } from '../edit/use-call';
import { showToast } from '../ui/toast';
import { consumableHref } from './consumable-href';

const KINDS = [
  { value: 'REPLENISHABLE', label: 'Comes back', hint: 'Units are free again when a job ends: licences, connections' },
  { value: 'NON_REPLENISHABLE', label: 'Is used up', hint: 'Units are gone once a job took them: credit, a budget' },
] as const;

function Fields() {
  const { valueIn, write } = useEdit();
  const kind = valueIn('resourceType') === 'NON_REPLENISHABLE' ? 'NON_REPLENISHABLE' : 'REPLENISHABLE';
  return (
    <>
      <EditSection title="What">
        <EditText path="consumableResourceName" label="Name" />
        <EditChoice
          path="resourceType"
          label="After a job"
          options={KINDS}
          value={kind}
          onChoose={(next) => write('resourceType', next)}
        />
        <EditText
          path="totalQuantity"
          label="Units"
          kind="number"
          className="w-28!"
          note="How many there are in all; it may be changed at any time."
        />
      </EditSection>
      <EditSection title="Tags">
        <EditPairs path="tags" label="Tags" what="tag" />
      </EditSection>
    </>
  );
}

async function newProblems(names: readonly string[]): Promise<ProblemsOf> {
  const { createConsumableResourceProblems } = await import('@/lib/forms');
  return (shapes, document) => [
    ...createConsumableResourceProblems(shapes, document),
    ...takenName(document, 'consumableResourceName', names),
  ];
}

/** The form of a new consumable resource; `from` names the one it is cloned from. */
export function NewConsumableForm({
  initial,
  from,
  names,
  create,
}: {
  initial: JsonObject;
  from: string | null;
  names: readonly string[];
  create: (input: { connection: string; call: string }) => Promise<ActionResult<{ name: string; recorded: boolean }>>;
}) {
  const { slug } = useConnection();
  const router = useRouter();
  return (
    <EditFrame
      operation="CreateConsumableResource"
      words={{
        title: 'New consumable resource',
        note: from === null ? undefined : `cloned from ${from}`,
        submit: 'Create consumable resource',
        sending: 'Creating…',
        before: 'Before you create',
      }}
      initial={initial}
      loadProblems={() => newProblems(names)}
      draftKey={from === null ? 'consumables/new' : `consumables/new?from=${from}`}
      checks={(outcome, problems) => [
        ...freeNameCheck(outcome.consumableResourceName, names, 'consumable resource'),
        mendedCheck(problems, 'Name, quantity, tags'),
      ]}
      summary={() => 'Creates 1 consumable resource. It does nothing until a definition or a submit names it.'}
      cancelHref={`/${slug}/queues?tab=consumables`}
      submit={(call) => create({ connection: slug, call })}
      onDone={({ name }) => {
        showToast({ title: `Consumable resource ${name} is made.` });
        router.push(consumableHref(slug, name));
      }}
    >
      <Fields />
    </EditFrame>
  );
}

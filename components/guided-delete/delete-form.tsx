'use client';

import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ActionFailure } from '@/lib/access';
import { explainInvalid } from '@/lib/diagnosis';
import type { GuideKind, GuideView } from '@/lib/guides';
import type { EnvironmentRow, QueueRow } from '@/lib/history';
import { useAccess } from '../access/access';
import { Refused } from '../access/permitted';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { environmentsQuery, queuesQuery } from '../data/queries';
import { formatCount, formatNumber, formatVcpus } from '../format/number';
import type { OneAction } from '../resource-acts/act';
import { Button, ButtonLink } from '../ui/button';
import { TextAreaField, TextField } from '../ui/field';
import { Panel } from '../ui/panel';
import { SelectField } from '../ui/select';
import { Banner } from '../ui/verdict';
import type { DeletePlan } from './delete-plan';
import { PLAN_WORDS, plansOf } from './delete-words';
import { StepList } from './step-list';

/** What is to be deleted, as the lists have it. */
interface Target {
  queues: readonly QueueRow[];
  environments: readonly EnvironmentRow[];
}

function useTarget(): Target {
  const connection = useConnection();
  return {
    queues: useQuery(queuesQuery(connection)).data ?? [],
    environments: useQuery(environmentsQuery(connection)).data ?? [],
  };
}

/** Queues that would have no environment left, and what could take over. */
function strandedBy(name: string, { queues, environments }: Target) {
  const stranded = queues.filter((queue) => queue.environments.length === 1 && queue.environments[0] === name);
  const choices = environments.filter((one) => one.name !== name && one.status === 'VALID');
  return { stranded, choices };
}

/** The way ahead, drawn as the steps it will be. */
function asAhead(kind: GuideKind, name: string, plan: DeletePlan, target: Target) {
  const using = kind === 'queue' ? [] : target.queues.filter((queue) => queue.environments.includes(name));
  const order: GuideView['order'] =
    kind === 'queue' ? ['disable', 'jobs', 'delete'] : ['detach', 'disable', 'jobs', 'delete'];
  return {
    kind,
    name,
    order,
    jobs: plan.jobs,
    replacements: plan.replacements,
    before: {
      state: 'ENABLED',
      queues: using.map((queue) => ({ name: queue.name, environments: queue.environments })),
    },
    jobsLeft: { waiting: 0, running: 0 },
    steps: {},
    state: 'running' as const,
    note: null,
  };
}

function leadOf(kind: GuideKind, name: string, { queues, environments }: Target): string {
  if (kind === 'queue') {
    const queue = queues.find((one) => one.name === name);
    const open = (queue?.waiting ?? 0) + (queue?.running ?? 0);
    if (open === 0) return 'No job waits or runs there.';
    return `${formatCount(queue?.waiting ?? 0, 'job')} wait there, ${formatNumber(queue?.running ?? 0)} run.`;
  }
  const used = environments.find((one) => one.name === name)?.usedMilliVcpus ?? 0;
  const using = queues.filter((queue) => queue.environments.includes(name)).length;
  const by = using === 0 ? 'No queue uses it' : `${formatCount(using, 'queue')} ${using === 1 ? 'uses' : 'use'} it`;
  return `${by}; jobs there use ${formatVcpus(used)}\u00a0vCPU.`;
}

function PlanChoice({
  kind,
  value,
  onChange,
}: {
  kind: GuideKind;
  value: DeletePlan['jobs'];
  onChange: (plan: DeletePlan['jobs']) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-12 font-medium text-tx2">Its jobs</legend>
      {plansOf(kind).map((plan) => (
        <label key={plan} className="flex min-h-6 items-center gap-2 text-13 text-tx1 max-md:min-h-11">
          <input
            type="radio"
            name="jobs"
            value={plan}
            checked={value === plan}
            onChange={() => onChange(plan)}
            className="size-3.5 accent-ac"
          />
          {PLAN_WORDS[plan]}
        </label>
      ))}
    </fieldset>
  );
}

/** A queue that would have no environment left gets another. */
function Replacements({
  stranded,
  choices,
  given,
  fields,
  onChange,
}: ReturnType<typeof strandedBy> & {
  given: DeletePlan['replacements'];
  fields: ActionFailure['fields'];
  onChange: (replacements: DeletePlan['replacements']) => void;
}) {
  return stranded.map((queue) => (
    <SelectField
      key={queue.name}
      label={`${queue.name} gets instead`}
      note={
        choices.length === 0
          ? 'There is no other VALID environment: make one, or delete that queue first.'
          : 'A queue needs at least one environment.'
      }
      error={fields?.[`replacements.${queue.name}`]}
      value={given[queue.name] ?? ''}
      options={[
        { value: '', label: 'Choose an environment' },
        ...choices.map((one) => ({ value: one.name, label: one.name })),
      ]}
      onChange={(environment) => {
        const { [queue.name]: _, ...others } = given;
        onChange(environment === '' ? others : { ...others, [queue.name]: environment });
      }}
    />
  ));
}

function Hanging({ kind, name, environments }: { kind: GuideKind; name: string } & Pick<Target, 'environments'>) {
  const environment = kind === 'environment' ? environments.find((one) => one.name === name) : undefined;
  if (environment?.status !== 'INVALID' || !explainInvalid(environment).hangsInDeleting) return null;
  return (
    <div className="mb-3">
      <Banner tone="bad" title="Mend it first.">
        {explainInvalid(environment).means} Deleted as it is, it would hang in DELETING.
      </Banner>
    </div>
  );
}

function useDeleteForm(kind: GuideKind, name: string, start: OneAction<DeletePlan>) {
  const { slug } = useConnection();
  const access = useAccess();
  const target = useTarget();
  const [plan, setPlan] = useState<DeletePlan>({ jobs: 'wait', reason: '', replacements: {} });
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<ActionFailure | null>(null);
  const [isSending, setSending] = useState(false);
  const { stranded, choices } = kind === 'environment' ? strandedBy(name, target) : { stranded: [], choices: [] };
  const isComplete = stranded.every((queue) => plan.replacements[queue.name] !== undefined);
  const touched =
    kind === 'queue'
      ? [name]
      : target.queues.filter((queue) => queue.environments.includes(name)).map((queue) => queue.name);
  const why = refusalFor(access, 'resources.write', { queues: touched });
  const isReady = typed.trim() === name && isComplete && !isSending;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    setSending(true);
    const result = await start({ connection: slug, name, ...plan }).catch(() => null);
    setSending(false);
    setRefusal(
      result === null ? { code: 'internal', message: 'The portal does not answer.' } : result.ok ? null : result.error,
    );
  };
  return { target, plan, setPlan, typed, setTyped, refusal, why, isReady, stranded, choices, submit };
}

/** Asks what a guided delete needs to know, shows its way, and begins it when the name was typed. */
export function DeleteForm({ kind, name, start }: { kind: GuideKind; name: string; start: OneAction<DeletePlan> }) {
  const { slug } = useConnection();
  const form = useDeleteForm(kind, name, start);
  const { target, plan, setPlan, typed, setTyped, refusal, why, isReady, stranded, choices } = form;
  const button = (
    <Button size="form" variant="danger-filled" type="submit" disabled={why === null && !isReady}>
      <Trash2 size={14} strokeWidth={1.75} aria-hidden />
      Delete {name}
    </Button>
  );
  return (
    <>
      <div className="mb-3">
        <h1 className="break-words text-21 font-semibold text-tx0">Delete {name}?</h1>
        <p className="text-13 text-tx2">{leadOf(kind, name, target)}</p>
      </div>
      <Hanging kind={kind} name={name} environments={target.environments} />
      <form
        onSubmit={(event) => void form.submit(event)}
        className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]"
      >
        <Panel title="Steps" unit="each waits until AWS says it is settled">
          <StepList guide={asAhead(kind, name, plan, target)} now={null} />
        </Panel>
        <Panel title="How">
          <div className="flex flex-col gap-4">
            <Replacements
              stranded={stranded}
              choices={choices}
              given={plan.replacements}
              fields={refusal?.fields}
              onChange={(replacements) => setPlan({ ...plan, replacements })}
            />
            <PlanChoice kind={kind} value={plan.jobs} onChange={(jobs) => setPlan({ ...plan, jobs })} />
            <TextAreaField
              label="Reason"
              hint="stands in Activity, and with jobs that are ended"
              rows={2}
              maxLength={1024}
              value={plan.reason}
              onChange={(event) => setPlan({ ...plan, reason: event.target.value })}
            />
            <TextField
              label={`Type ${name} to confirm`}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            {refusal !== null && (
              <Banner tone="bad" title="Not begun.">
                {refusal.message}
              </Banner>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              <ButtonLink size="form" href={`/${slug}/${kind}s/${encodeURIComponent(name)}`}>
                Cancel
              </ButtonLink>
              {why === null ? button : <Refused why={why}>{button}</Refused>}
            </div>
          </div>
        </Panel>
      </form>
    </>
  );
}

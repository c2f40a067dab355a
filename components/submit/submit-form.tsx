'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ActionResult } from '@/lib/access';
import type { DefinitionChoice, QueueRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { jobHref } from '../jobs/job-outcome';
import { Button, ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { TextAreaField, TextField } from '../ui/field';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { SelectField } from '../ui/select';
import { showToast } from '../ui/toast';
import { Banner } from '../ui/verdict';
import { PairsField } from './pairs-field';
import {
  cliText,
  commandText,
  EMPTY_DRAFT,
  type Problems,
  readDraft,
  type SubmitDraft,
  type SubmitJobBody,
} from './submit-draft';

/** The action that submits, as the page is given it. */
export type SubmitAction = (input: {
  connection: string;
  intent: string;
  job: SubmitJobBody;
}) => Promise<ActionResult<{ jobId: string; jobName: string }>>;

/** What the server's schema says of a call, by path of the field. */
export type CheckJob = (job: SubmitJobBody) => Problems;

interface Fields {
  draft: SubmitDraft;
  problems: Problems;
  set: (change: Partial<SubmitDraft>) => void;
}

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t border-ln2 px-3.5 py-3.5 first:border-t-0">
      <h3 className="text-13 font-semibold text-tx0">
        {title}
        {hint !== undefined && <span className="ml-2 text-12 font-normal text-tx3t">{hint}</span>}
      </h3>
      {children}
    </section>
  );
}

function WhatSection({
  draft,
  problems,
  set,
  queues,
  definitions,
}: Fields & { queues: readonly QueueRow[]; definitions: readonly DefinitionChoice[] }) {
  const none = { value: '', label: 'Choose…' };
  return (
    <Section title="What and where">
      <TextField
        label="Name"
        value={draft.jobName}
        error={problems.jobName}
        autoComplete="off"
        onChange={(event) => set({ jobName: event.target.value })}
      />
      <SelectField
        label="Definition"
        options={[none, ...definitions.map(({ name }) => ({ value: name, label: name }))]}
        value={draft.jobDefinition}
        error={problems.jobDefinition}
        onChange={(jobDefinition) => set({ jobDefinition })}
      />
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField
          label="Queue"
          options={[
            none,
            ...queues.map(({ name, waiting }) => ({ value: name, label: name, note: `${formatNumber(waiting)} wait` })),
          ]}
          value={draft.jobQueue}
          error={problems.jobQueue}
          onChange={(jobQueue) => set({ jobQueue })}
        />
        <TextField
          label="Share"
          hint="queues with a fair-share policy only"
          value={draft.shareIdentifier}
          error={problems.shareIdentifier}
          onChange={(event) => set({ shareIdentifier: event.target.value })}
        />
      </div>
    </Section>
  );
}

function OverridesSection({ draft, problems, set, defined }: Fields & { defined: DefinitionChoice | undefined }) {
  const hint = (value: string | null | undefined) =>
    defined === undefined ? undefined : value == null ? 'defined none' : `defined ${value}`;
  const requirement = (type: string) => problems[`containerOverrides.resourceRequirements.${type}`];
  return (
    <Section title="Overrides" hint="for this job only; what is left empty stays as it is defined">
      <TextField
        label="Command"
        hint={defined === undefined ? undefined : `defined ${commandText(defined.command) || 'none'}`}
        mono
        value={draft.command}
        error={problems['containerOverrides.command']}
        autoComplete="off"
        onChange={(event) => set({ command: event.target.value })}
      />
      <div className="grid gap-3 md:grid-cols-3">
        <TextField
          label="vCPU"
          hint={hint(defined?.vcpus)}
          inputMode="decimal"
          value={draft.vcpus}
          error={requirement('VCPU')}
          onChange={(event) => set({ vcpus: event.target.value })}
        />
        <TextField
          label="Memory, MiB"
          hint={hint(defined?.memoryMib)}
          inputMode="numeric"
          value={draft.memoryMib}
          error={requirement('MEMORY')}
          onChange={(event) => set({ memoryMib: event.target.value })}
        />
        <TextField
          label="GPU"
          hint={hint(defined?.gpus)}
          inputMode="numeric"
          value={draft.gpus}
          error={requirement('GPU')}
          onChange={(event) => set({ gpus: event.target.value })}
        />
      </div>
      <PairsField
        label="Environment"
        singular="variable"
        pairs={draft.environment}
        defined={defined?.environment ?? []}
        error={problems['containerOverrides.environment']}
        onChange={(environment) => set({ environment })}
      />
      <PairsField
        label="Parameters"
        singular="parameter"
        pairs={draft.parameters}
        defined={Object.entries(defined?.parameters ?? {}).map(([name, value]) => ({ name, value }))}
        error={problems.parameters}
        onChange={(parameters) => set({ parameters })}
      />
      <div className="grid gap-3 md:grid-cols-2">
        <TextField
          label="Attempts"
          hint={hint(defined?.attempts?.toString())}
          inputMode="numeric"
          value={draft.attempts}
          error={problems['retryStrategy.attempts']}
          onChange={(event) => set({ attempts: event.target.value })}
        />
        <TextField
          label="Time limit of an attempt, seconds"
          hint={hint(defined?.timeoutSeconds?.toString())}
          inputMode="numeric"
          value={draft.timeoutSeconds}
          error={problems['timeout.attemptDurationSeconds']}
          onChange={(event) => set({ timeoutSeconds: event.target.value })}
        />
      </div>
    </Section>
  );
}

const DEPENDENCY_TYPES = [
  { value: 'none', label: 'the whole job' },
  { value: 'N_TO_N', label: 'child by child', hint: 'N_TO_N' },
  { value: 'SEQUENTIAL', label: 'one child after the other', hint: 'SEQUENTIAL' },
] as const;

function ArraySection({ draft, problems, set }: Fields) {
  return (
    <Section title="Array and order">
      <TextField
        label="Array size"
        hint="2 to 10,000 children; empty for a single job"
        inputMode="numeric"
        value={draft.arraySize}
        error={problems['arrayProperties.size']}
        onChange={(event) => set({ arraySize: event.target.value })}
      />
      <TextAreaField
        label="Starts after"
        hint="ids of jobs, at most 20"
        mono
        rows={2}
        value={draft.dependsOn}
        error={problems.dependsOn}
        onChange={(event) => set({ dependsOn: event.target.value })}
      />
      <SegmentedControl
        label="Waits for"
        options={DEPENDENCY_TYPES}
        value={draft.dependencyType}
        onChange={(dependencyType) => set({ dependencyType })}
      />
      <PairsField
        label="Tags"
        singular="tag"
        pairs={draft.tags}
        defined={[]}
        error={problems.tags}
        onChange={(tags) => set({ tags })}
      />
    </Section>
  );
}

const CALLS = [
  { value: 'json', label: 'JSON' },
  { value: 'cli', label: 'CLI' },
] as const;

function CallPanel({ job }: { job: SubmitJobBody }) {
  const [form, setForm] = useState<'json' | 'cli'>('json');
  const text = form === 'json' ? JSON.stringify(job, null, 2) : cliText(job);
  return (
    <Panel
      title="The call"
      unit="SubmitJob, one"
      flush
      actions={
        <>
          <SegmentedControl label="Written as" options={CALLS} value={form} onChange={setForm} />
          <CopyButton text={text} label="Copy the call" />
        </>
      }
    >
      <pre className="whitespace-pre-wrap break-all px-3.5 py-3 text-12 text-tx1">{text}</pre>
    </Panel>
  );
}

function FormFooter({ job, isSending, slug }: { job: SubmitJobBody; isSending: boolean; slug: string }) {
  const size = job.arrayProperties?.size ?? 1;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
      <p className="mr-auto text-12 text-tx3t">
        {size > 1 ? `1 call for ${formatCount(size, 'child', 'children')}. ` : ''}Sent once: if the answer is lost, a
        tag finds the job again.
      </p>
      <ButtonLink size="form" href={`/${slug}/jobs`}>
        Cancel
      </ButtonLink>
      <Button size="form" variant="primary" type="submit" disabled={isSending}>
        {isSending ? 'Submitting…' : `Submit ${formatCount(size, 'job')}`}
      </Button>
    </div>
  );
}

/** The prefix that the action puts before its fields. */
const stripped = (fields: Record<string, string>): Problems =>
  Object.fromEntries(Object.entries(fields).map(([path, text]) => [path.replace(/^job\./, ''), text]));

/** Submits one job: fields beside the call they make; an error stands at its field and nothing typed is lost. */
export function SubmitForm({
  queues,
  definitions,
  initial,
  check,
  submit,
}: {
  queues: readonly QueueRow[];
  definitions: readonly DefinitionChoice[];
  initial: Partial<SubmitDraft>;
  check: CheckJob;
  submit: SubmitAction;
}) {
  const { slug } = useConnection();
  const router = useRouter();
  const [draft, setDraft] = useState<SubmitDraft>({ ...EMPTY_DRAFT, ...initial });
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const intent = useRef<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { job } = useMemo(() => readDraft(draft), [draft]);
  const defined = definitions.find(({ name }) => name === draft.jobDefinition);
  const set = (change: Partial<SubmitDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    // Another job: the one that may have been sent before is not meant any more.
    intent.current = null;
  };
  const send = async () => {
    const read = readDraft(draft);
    const found = { ...check(read.job), ...read.problems };
    setProblems(found);
    setRefusal(null);
    if (Object.keys(found).length > 0) return;
    intent.current ??= crypto.randomUUID();
    setSending(true);
    const result = await submit({ connection: slug, intent: intent.current, job: read.job }).catch(() => null);
    setSending(false);
    if (result?.ok === true) {
      showToast({ title: `${result.value.jobName} was submitted.` });
      router.push(jobHref(slug, result.value.jobId));
      return;
    }
    setProblems(stripped(result?.error.fields ?? {}));
    setRefusal(result?.error.message ?? 'The portal does not answer. Submit again: it looks for the job first.');
    if (result?.error.code === 'refused') intent.current = null;
  };
  const hasProblems = Object.keys(problems).length > 0;
  useEffect(() => {
    if (hasProblems) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [hasProblems]);
  const fields = { draft, problems, set };
  return (
    <form
      ref={form}
      noValidate
      aria-label="Submit a job"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
      }}
    >
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <Panel title="Submit a job" flush>
          {(refusal !== null || hasProblems) && (
            <div className="px-3.5 pt-3">
              <Banner tone="bad" title={refusal === null ? 'Nothing was sent.' : 'The job was not submitted.'}>
                {refusal === null ? (
                  `${formatCount(Object.keys(problems).length, 'field')} ${Object.keys(problems).length === 1 ? 'needs' : 'need'} another look.`
                ) : (
                  <code className="break-words text-12">{refusal}</code>
                )}
              </Banner>
            </div>
          )}
          <WhatSection {...fields} queues={queues} definitions={definitions} />
          <ArraySection {...fields} />
          <OverridesSection {...fields} defined={defined} />
        </Panel>
        <CallPanel job={job} />
      </div>
      <FormFooter job={job} isSending={isSending} slug={slug} />
    </form>
  );
}

'use client';

import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import { commandText } from '@/lib/forms';
import type { DefinitionChoice, QueueRow } from '@/lib/history';
import { formatNumber } from '../format/number';
import { TextAreaField, TextField } from '../ui/field';
import { SegmentedControl } from '../ui/segmented-control';
import { SelectField } from '../ui/select';
import { PairsField } from './pairs-field';
import type { Problems, SubmitDraft } from './submit-draft';

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
        {hint !== undefined && <span className="ml-2 text-12 font-normal text-tx3t">{visibleText(hint)}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Name, definition, queue and share. */
export function WhatSection({
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

function definedHint(defined: DefinitionChoice | undefined, value: string | null | undefined): string | undefined {
  if (defined === undefined) return undefined;
  return value == null ? 'defined none' : `defined ${value}`;
}

function Limits({ draft, problems, set, defined }: Fields & { defined: DefinitionChoice | undefined }) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <TextField
        label="Attempts"
        hint={definedHint(defined, defined?.attempts?.toString())}
        inputMode="numeric"
        value={draft.attempts}
        error={problems['retryStrategy.attempts']}
        onChange={(event) => set({ attempts: event.target.value })}
      />
      <TextField
        label="Time limit of an attempt, seconds"
        hint={definedHint(defined, defined?.timeoutSeconds?.toString())}
        inputMode="numeric"
        value={draft.timeoutSeconds}
        error={problems['timeout.attemptDurationSeconds']}
        onChange={(event) => set({ timeoutSeconds: event.target.value })}
      />
    </div>
  );
}

/** What this job takes otherwise than its definition says. */
export function OverridesSection({
  draft,
  problems,
  set,
  defined,
}: Fields & { defined: DefinitionChoice | undefined }) {
  const requirement = (type: string) => problems[`containerOverrides.resourceRequirements.${type}`];
  return (
    <Section title="Overrides" hint="for this job only; what is left empty stays as it is defined">
      <TextField
        label="Command"
        hint={defined === undefined ? undefined : visibleText(`defined ${commandText(defined.command) || 'none'}`)}
        mono
        value={draft.command}
        error={problems['containerOverrides.command']}
        autoComplete="off"
        onChange={(event) => set({ command: event.target.value })}
      />
      <div className="grid gap-3 md:grid-cols-3">
        <TextField
          label="vCPU"
          hint={definedHint(defined, defined?.vcpus)}
          inputMode="decimal"
          value={draft.vcpus}
          error={requirement('VCPU')}
          onChange={(event) => set({ vcpus: event.target.value })}
        />
        <TextField
          label="Memory, MiB"
          hint={definedHint(defined, defined?.memoryMib)}
          inputMode="numeric"
          value={draft.memoryMib}
          error={requirement('MEMORY')}
          onChange={(event) => set({ memoryMib: event.target.value })}
        />
        <TextField
          label="GPU"
          hint={definedHint(defined, defined?.gpus)}
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
      <Limits draft={draft} problems={problems} set={set} defined={defined} />
    </Section>
  );
}

const DEPENDENCY_TYPES = [
  { value: 'none', label: 'the whole job' },
  { value: 'N_TO_N', label: 'child by child', hint: 'N_TO_N' },
  { value: 'SEQUENTIAL', label: 'one child after the other', hint: 'SEQUENTIAL' },
] as const;

/** Array, order after other jobs, tags. */
export function ArraySection({ draft, problems, set }: Fields) {
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

'use client';

import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { isObject, type JsonObject } from '@/lib/forms';
import { EditChoice, EditInput, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditRow, EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { EditTexts } from '../edit/edit-texts';
import { isFargateKind, isInstanceKind, KINDS, kindIn, ofKind, STRATEGIES } from './environment-kinds';
import { MoreFields } from './more-fields';

const TypesField = dynamic(() => import('./types-field').then((module) => module.TypesField), { ssr: false });
const MostCostText = dynamic(() => import('./most-cost').then((module) => module.MostCostText), { ssr: false });

/** What other environments of the connection use, to be taken over by a click. */
export interface EnvironmentSuggestions {
  subnets: readonly string[];
  securityGroupIds: readonly string[];
}

const R = 'computeResources';
const STATES = [
  { value: 'ENABLED', label: 'Enabled' },
  { value: 'DISABLED', label: 'Disabled', hint: 'Starts nothing new; what runs goes on' },
] as const;

/** The kind of the environment that the form holds now. */
function useKind() {
  const { valueIn } = useEdit();
  const document: JsonObject = { type: valueIn('type') ?? null, computeResources: valueIn(R) ?? null };
  return kindIn(document);
}

function KindField({ isNew }: { isNew: boolean }) {
  const { writeAll, write, valueIn } = useEdit();
  const kind = useKind();
  const before = useRef<JsonObject>({});
  const resources = valueIn(R);
  if (isObject(resources)) before.current = { ...before.current, ...resources };
  if (isNew)
    return (
      <EditChoice
        path="type"
        label="Runs on"
        options={KINDS}
        value={kind}
        onChoose={(next) => writeAll(ofKind(next, before.current))}
      />
    );
  const options = KINDS.filter(({ value }) =>
    isInstanceKind(kind) ? isInstanceKind(value) : isFargateKind(kind) ? isFargateKind(value) : value === kind,
  );
  return (
    <EditChoice
      path={`${R}.type`}
      label="Runs on"
      options={options}
      value={kind}
      locked={options.length < 2 ? 'An unmanaged environment stays one.' : undefined}
      onChoose={(next) => write(`${R}.type`, next)}
      note={isInstanceKind(kind) ? 'Instances and Fargate can not be changed into one another.' : undefined}
    />
  );
}

function Limits({ kind }: { kind: string }) {
  const hasMinimum = kind === 'EC2' || kind === 'SPOT';
  const paths = [`${R}.minvCpus`, `${R}.maxvCpus`, `${R}.desiredvCpus`];
  return (
    <EditRow
      label="vCPU"
      paths={paths}
      note={
        hasMinimum
          ? 'The minimum is kept up, and paid, also while no job runs. One instance more than the maximum may start.'
          : 'Counts what the running jobs ask for.'
      }
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-tx3t">
        {hasMinimum && (
          <>
            min
            <EditInput path={`${R}.minvCpus`} label="Minimum vCPU" kind="number" className="w-20!" />
          </>
        )}
        max
        <EditInput path={`${R}.maxvCpus`} label="Maximum vCPU" kind="number" className="w-24!" />
        <MostCostText kind={kind} />
      </div>
    </EditRow>
  );
}

function Instances({ kind }: { kind: 'EC2' | 'SPOT' }) {
  const { valueIn } = useEdit();
  const strategy = valueIn(`${R}.allocationStrategy`);
  const options = STRATEGIES[kind];
  return (
    <>
      <TypesField isSpot={kind === 'SPOT'} />
      <EditChoice
        path={`${R}.allocationStrategy`}
        label="Allocation"
        options={options}
        value={options.find(({ value }) => value === (strategy ?? 'BEST_FIT'))?.value ?? null}
        note={options.find(({ value }) => value === (strategy ?? 'BEST_FIT'))?.hint}
      />
      {kind === 'SPOT' && (
        <EditText
          path={`${R}.bidPercentage`}
          label="Bid, %"
          kind="number"
          className="w-20!"
          placeholder="100"
          note="Of the On-Demand price, at most; you pay the Spot price. Empty is 100: fewest interruptions."
        />
      )}
      {kind === 'SPOT' && strategy === 'BEST_FIT' && (
        <EditText path={`${R}.spotIamFleetRole`} label="Spot fleet role" mono />
      )}
    </>
  );
}

function Network({ suggestions }: { suggestions: EnvironmentSuggestions }) {
  return (
    <EditSection title="Network">
      <EditTexts
        path={`${R}.subnets`}
        label="Subnets"
        what="subnet"
        suggestions={suggestions.subnets}
        suggestedBy="Used here already:"
      />
      <EditTexts
        path={`${R}.securityGroupIds`}
        label="Security groups"
        what="security group"
        suggestions={suggestions.securityGroupIds}
        suggestedBy="Used here already:"
      />
    </EditSection>
  );
}

/** The fields of a compute environment; `isNew` while it is made. */
export function EnvironmentFields({ isNew, suggestions }: { isNew: boolean; suggestions: EnvironmentSuggestions }) {
  const kind = useKind();
  return (
    <>
      <EditSection title="What">
        {isNew ? (
          <EditText path="computeEnvironmentName" label="Name" />
        ) : (
          <EditText
            path="computeEnvironment"
            label="Name"
            locked="A name is for good: clone the environment to give it another."
          />
        )}
        <KindField isNew={isNew} />
        {!isNew && <EditChoice path="state" label="State" options={STATES} />}
      </EditSection>
      {kind === 'UNMANAGED' && (
        <EditSection title="Instances" hint="you start them in the environment’s ECS cluster">
          <EditText
            path="unmanagedvCpus"
            label="vCPU"
            kind="number"
            className="w-24!"
            note="For reservations of a fair-share policy only."
          />
          <EditText
            path="serviceRole"
            label="Service role"
            mono
            note="A role of its own, not the service-linked one."
          />
        </EditSection>
      )}
      {kind !== null && kind !== 'UNMANAGED' && (
        <>
          <EditSection title={isFargateKind(kind) ? 'Capacity' : 'Instances'}>
            {(kind === 'EC2' || kind === 'SPOT') && <Instances kind={kind} />}
            <Limits kind={kind} />
            {isInstanceKind(kind) && <EditText path={`${R}.instanceRole`} label="Instance role" mono />}
          </EditSection>
          <Network suggestions={suggestions} />
          <MoreFields isInstances={isInstanceKind(kind)} />
        </>
      )}
      {isNew && (
        <EditSection title="Tags" hint="of the environment">
          <EditPairs path="tags" label="Tags" what="tag" />
        </EditSection>
      )}
    </>
  );
}

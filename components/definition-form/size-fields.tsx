'use client';

import { useId } from 'react';
import { fargateSizes } from '@/lib/catalogue';
import { fargateMemoryWords } from '@/lib/forms';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatNumber } from '../format/number';
import { controlClass } from '../ui/field';
import { Select } from '../ui/select';
import { requirementIn, requirementPath, withRequirement } from './containers';

interface SizeProps {
  /** The list of requirements. */
  path: string;
  type: 'VCPU' | 'MEMORY' | 'GPU';
  label: string;
  unit?: string;
  note?: string | undefined;
}

function SizeInput({ path, type, label, unit, note }: SizeProps) {
  const { valueIn, write, isInert, problems } = useEdit();
  const id = useId();
  const list = valueIn(path);
  const own = requirementPath(list, path, type);
  const isWrong = problems.some((problem) => problem.path === own);
  return (
    <EditRow label={label} htmlFor={id} paths={[own]} note={note}>
      <span className="flex items-center gap-1.5 text-12 text-tx3t">
        <input
          id={id}
          data-path={own}
          value={requirementIn(list, type)}
          disabled={isInert}
          aria-invalid={isWrong}
          inputMode="decimal"
          autoComplete="off"
          onChange={({ target }) => write(path, withRequirement(list, type, target.value.trim().replaceAll(',', '')))}
          className={controlClass(isWrong, 'h-[30px] w-28!')}
        />
        {unit}
      </span>
    </EditRow>
  );
}

/** A size that Fargate does not offer, as it stands in the call. */
function sizeWords(value: string): string {
  return value === '' ? '–' : Number.isFinite(Number(value)) ? formatNumber(Number(value), 2) : value;
}

function SizeSelect({ path, type, label, unit, note, choices }: SizeProps & { choices: readonly number[] }) {
  const { valueIn, write, isInert, problems } = useEdit();
  const list = valueIn(path);
  const own = requirementPath(list, path, type);
  const value = requirementIn(list, type);
  const options = choices.map((choice) => ({ value: String(choice), label: formatNumber(choice, 2) }));
  return (
    <EditRow label={label} paths={[own]} note={problems.some((problem) => problem.path === own) ? undefined : note}>
      <span data-path={own} className="flex items-center gap-1.5 text-12 text-tx3t">
        <Select
          label={label}
          options={
            options.some((option) => option.value === value)
              ? options
              : [{ value, label: sizeWords(value) }, ...options]
          }
          value={value}
          disabled={isInert}
          onChange={(next) => write(path, withRequirement(list, type, next))}
          className="h-[30px] min-w-28 border-edge bg-bg2"
        />
        {unit}
      </span>
    </EditRow>
  );
}

/** vCPU, memory and GPU: free on EC2, of a table on Fargate, whose memory depends on the vCPU. */
export function SizeFields({ path, isFargate }: { path: string; isFargate: boolean }) {
  const { valueIn } = useEdit();
  const list = `${path}.resourceRequirements`;
  if (!isFargate) {
    return (
      <>
        <SizeInput path={list} type="VCPU" label="vCPU" />
        <SizeInput
          path={list}
          type="MEMORY"
          label="Memory"
          unit="MiB"
          note="A hard limit: a job that needs more is ended."
        />
        <SizeInput path={list} type="GPU" label="GPU" note="Empty for none." />
      </>
    );
  }
  const vcpus = Number(requirementIn(valueIn(list), 'VCPU'));
  const memory = fargateSizes.find((size) => size.vcpus === vcpus)?.memoryMib ?? [];
  const words = fargateMemoryWords(vcpus);
  return (
    <>
      <SizeSelect path={list} type="VCPU" label="vCPU" choices={fargateSizes.map((size) => size.vcpus)} />
      <SizeSelect
        path={list}
        type="MEMORY"
        label="Memory"
        unit="MiB"
        choices={memory}
        note={words === null ? undefined : `With ${formatNumber(vcpus, 2)} vCPU Fargate offers ${words}.`}
      />
    </>
  );
}

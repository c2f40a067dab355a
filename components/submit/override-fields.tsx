'use client';

import { visibleText } from '@/lib/batch';
import { commandText } from '@/lib/forms';
import type { DefinedContainer } from '@/lib/history';
import { CommandField } from '../definition-form/command-field';
import { requirementIn, requirementPath, withRequirement } from '../definition-form/containers';
import { EditPairs } from '../edit/edit-pairs';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatNumber } from '../format/number';
import { controlClass } from '../ui/field';

const SIZES = [
  { type: 'VCPU', label: 'vCPU', member: 'vcpus' },
  { type: 'MEMORY', label: 'Memory, MiB', member: 'memoryMib' },
  { type: 'GPU', label: 'GPU', member: 'gpus' },
] as const;

function definedWords(defined: DefinedContainer | null, member: (typeof SIZES)[number]['member']): string {
  if (defined === null) return '';
  const value = defined[member];
  if (value === null) return 'defined none';
  return `defined ${/^\d+(\.\d+)?$/.test(value) ? formatNumber(Number(value), 2) : visibleText(value)}`;
}

/** vCPU, memory and GPU of one container, the defined value beside each; what is left empty stays as it is defined. */
function SizeOverrides({ path, defined }: { path: string; defined: DefinedContainer | null }) {
  const { valueIn, write, isInert, problems } = useEdit();
  const list = valueIn(path);
  return (
    <EditRow label="Resources" paths={[path]}>
      <div className="grid gap-2 md:grid-cols-[1fr_1.4fr_1fr]">
        {SIZES.map(({ type, label, member }) => {
          const own = requirementPath(list, path, type);
          const isWrong = problems.some((problem) => problem.path === own && own !== path);
          return (
            <label key={type} className="flex min-w-0 flex-col justify-end gap-1 text-12 text-tx1">
              <span>
                {label} <span className="ml-1 text-tx3t">{definedWords(defined, member)}</span>
              </span>
              <input
                data-path={own}
                aria-label={label}
                value={requirementIn(list, type)}
                disabled={isInert}
                aria-invalid={isWrong}
                inputMode="decimal"
                autoComplete="off"
                placeholder="–"
                onChange={({ target }) =>
                  write(path, withRequirement(list, type, target.value.trim().replaceAll(',', '')))
                }
                className={controlClass(isWrong, 'h-[30px]')}
              />
            </label>
          );
        })}
      </div>
    </EditRow>
  );
}

/** What one container takes otherwise than its definition says. */
export function OverrideFields({ path, defined }: { path: string; defined: DefinedContainer | null }) {
  const command = defined === null ? '' : visibleText(commandText(defined.command));
  return (
    <>
      <CommandField
        path={`${path}.command`}
        placeholder={command}
        note={
          command === '' ? (
            'Empty: what the definition or the image says.'
          ) : (
            <>
              defined <code className="break-all text-12">{command}</code>
            </>
          )
        }
      />
      <SizeOverrides path={`${path}.resourceRequirements`} defined={defined} />
      <EditPairs
        path={`${path}.environment`}
        label="Variables"
        what="variable"
        as="list"
        defined={defined?.environment ?? []}
      />
    </>
  );
}

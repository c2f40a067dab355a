'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Role } from '@/lib/access';

/** The roles, from the least, and what each may. */
const ROLE_WORDS: readonly { value: Role; label: string; says: string }[] = [
  { value: 'viewer', label: 'Viewer', says: 'Reads everything in scope and changes nothing.' },
  {
    value: 'operator',
    label: 'Operator',
    says: 'Submits and ends jobs, manages queues, environments and definitions, moves a simulator’s clock.',
  },
  {
    value: 'administrator',
    label: 'Administrator',
    says: 'Everything, on every connection: people, access keys and connections too.',
  },
];

/** A choice of one role, each with what it may. */
export function RoleField({
  role,
  onChange,
  says: own,
}: {
  role: Role;
  onChange: (role: Role) => void;
  /** What each role may here, where that is not what a person of the role may. */
  says?: Readonly<Record<Role, string>>;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-12 font-medium text-tx2">Role</legend>
      <RadioGroup
        aria-label="Role"
        value={role}
        onValueChange={(next: Role) => onChange(next)}
        className="flex flex-col rounded-control border border-ln"
      >
        {ROLE_WORDS.map(({ value, label, says }) => (
          <Radio.Root
            key={value}
            value={value}
            aria-label={label}
            className="flex cursor-pointer items-start gap-2.5 border-b border-ln2 px-3 py-2 text-left last:border-b-0 focus-visible:-outline-offset-2 data-checked:bg-bg2"
          >
            <span className="mt-0.75 flex size-3.5 shrink-0 items-center justify-center rounded-full border border-edge">
              <Radio.Indicator className="size-2 rounded-full bg-ac" />
            </span>
            <span>
              <span className="block text-13 font-medium text-tx0">{label}</span>
              <span className="block text-12 text-tx2">{own?.[value] ?? says}</span>
            </span>
          </Radio.Root>
        ))}
      </RadioGroup>
    </fieldset>
  );
}

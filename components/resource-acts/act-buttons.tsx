'use client';

import { Ellipsis } from 'lucide-react';
import { lazy } from 'react';
import { Refused } from '../access/permitted';
import { Button, ButtonLink, IconButton } from '../ui/button';
import { OnFirstUse } from '../ui/on-first-use';
import type { ResourceAct } from './act';

const load = () => import('./act-menu-popup');
const ActMenuPopup = lazy(async () => ({ default: (await load()).ActMenuPopup }));

/** The acts of one resource behind three dots. */
export function ActMenu({ name, acts }: { name: string; acts: readonly ResourceAct[] }) {
  const trigger = (
    <IconButton label={`Acts on ${name}`} size="panel">
      <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
  return (
    <OnFirstUse load={load} popup="menu" trigger={trigger}>
      <ActMenuPopup trigger={trigger} acts={acts} />
    </OnFirstUse>
  );
}

function ActButton({ act }: { act: ResourceAct }) {
  const { label, icon: Icon, href, onSelect, why, isDanger = false } = act;
  const content = (
    <>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {label}
    </>
  );
  const variant = isDanger ? 'danger' : 'secondary';
  const button =
    href === undefined ? (
      <Button variant={variant} onClick={onSelect}>
        {content}
      </Button>
    ) : (
      <ButtonLink variant={variant} href={href}>
        {content}
      </ButtonLink>
    );
  return why === null ? button : <Refused why={why}>{button}</Refused>;
}

/** Acts side by side: the first `shown` as buttons, the others behind three dots. */
export function ActButtons({
  name,
  acts,
  shown = acts.length,
}: {
  name: string;
  acts: readonly ResourceAct[];
  shown?: number;
}) {
  return (
    <>
      {acts.slice(0, shown).map((act) => (
        <ActButton key={act.key} act={act} />
      ))}
      {acts.length > shown && <ActMenu name={name} acts={acts.slice(shown)} />}
    </>
  );
}

'use client';

import { Ellipsis } from 'lucide-react';
import { lazy, useMemo, useRef } from 'react';
import { Refused } from '../access/permitted';
import { ACTS_MARK, openActsMenu } from '../keys/acts-menu';
import { type KeyActs, useKeys } from '../keys/use-keys';
import { usePaletteActions } from '../palette/page-actions';
import { Button, ButtonLink, IconButton } from '../ui/button';
import { OnFirstUse } from '../ui/on-first-use';
import { paletteEntries, type ResourceAct } from './act';

const load = () => import('./act-menu-popup');
const ActMenuPopup = lazy(async () => ({ default: (await load()).ActMenuPopup }));

/** The acts of one resource behind three dots; in the palette too while the focus is in its row. */
export function ActMenu({ name, acts }: { name: string; acts: readonly ResourceAct[] }) {
  const place = useRef<HTMLSpanElement>(null);
  usePaletteActions(() => {
    const row = place.current?.closest('tr') ?? null;
    return row?.contains(document.activeElement) === true ? paletteEntries(name, acts) : [];
  });
  const trigger = (
    <IconButton label={`Acts on ${name}`} size="panel" {...ACTS_MARK}>
      <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
  return (
    <span ref={place} className="contents">
      <OnFirstUse load={load} popup="menu" trigger={trigger}>
        <ActMenuPopup trigger={trigger} acts={acts} />
      </OnFirstUse>
    </span>
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

/** Acts side by side: the first `shown` as buttons, the others behind three dots; all of them in the palette too. */
export function ActButtons({
  name,
  acts,
  shown = acts.length,
}: {
  name: string;
  acts: readonly ResourceAct[];
  shown?: number;
}) {
  const place = useRef<HTMLSpanElement>(null);
  const hasMenu = acts.length > shown;
  usePaletteActions(() => paletteEntries(name, acts));
  useKeys(useMemo((): KeyActs => (hasMenu ? { actions: () => openActsMenu(place.current) } : {}), [hasMenu]));
  return (
    <span ref={place} className="contents">
      {acts.slice(0, shown).map((act) => (
        <ActButton key={act.key} act={act} />
      ))}
      {hasMenu && <ActMenu name={name} acts={acts.slice(shown)} />}
    </span>
  );
}

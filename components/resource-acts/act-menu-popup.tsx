'use client';

import type { ReactElement } from 'react';
import { Menu, MenuItem, MenuLink } from '../ui/menu';
import type { ResourceAct } from './act';

/** The acts of a resource on `trigger`; open when it is first drawn. One that may not be done says who may. */
export function ActMenuPopup({ trigger, acts }: { trigger: ReactElement; acts: readonly ResourceAct[] }) {
  return (
    <Menu trigger={trigger} align="end" defaultOpen>
      {acts.map(({ key, label, icon: Icon, href, onSelect, why, isDanger = false }) => {
        const content = (
          <>
            <Icon size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
            <span className={isDanger && why === null ? 'text-badt' : undefined}>{label}</span>
          </>
        );
        if (why !== null)
          return (
            <MenuItem key={key} disabled onSelect={() => {}}>
              {content}
              <span className="sr-only">{why}</span>
            </MenuItem>
          );
        return href === undefined ? (
          <MenuItem key={key} onSelect={() => onSelect?.()}>
            {content}
          </MenuItem>
        ) : (
          <MenuLink key={key} href={href}>
            {content}
          </MenuLink>
        );
      })}
      {acts.some(({ why }) => why !== null) && (
        <p className="max-w-64 px-2 pb-1.5 pt-1 text-12 text-tx3t">{acts.find(({ why }) => why !== null)?.why}</p>
      )}
    </Menu>
  );
}

'use client';

import type { ReactElement } from 'react';
import { formatNumber } from '../format/number';
import { around, type Sibling } from '../list/siblings';
import { Menu, MenuLink } from '../ui/menu';

const MOST = 15;

/** The siblings of a page around it, on `trigger`; open when it is first drawn. */
export function SiblingMenu({
  trigger,
  siblings,
  href,
}: {
  trigger: ReactElement;
  siblings: readonly Sibling[];
  href: string;
}) {
  const shown = around(siblings, href, MOST);
  return (
    <Menu trigger={trigger} defaultOpen>
      {shown.map((one) => (
        <MenuLink key={one.href} href={one.href}>
          <span className="max-w-96 truncate">{one.label}</span>
          {one.href === href && <span className="ml-auto pl-4 text-12 text-tx3t">here</span>}
        </MenuLink>
      ))}
      {shown.length < siblings.length && (
        <p className="num px-2 pb-1 pt-1.5 text-11 text-tx3t">
          {formatNumber(shown.length)} of {formatNumber(siblings.length)}, in the order of the list
        </p>
      )}
    </Menu>
  );
}

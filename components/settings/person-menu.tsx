'use client';

import type { ReactElement } from 'react';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu';
import type { PersonAsk } from './people-actions';

/** What can be done with somebody, on `trigger`; open when it is first drawn. */
export function PersonMenu({
  trigger,
  isDisabled,
  onAsk,
}: {
  trigger: ReactElement;
  isDisabled: boolean;
  onAsk: (ask: PersonAsk) => void;
}) {
  return (
    <Menu trigger={trigger} align="end" defaultOpen>
      <MenuItem onSelect={() => onAsk('change')}>Change role and scope…</MenuItem>
      <MenuItem onSelect={() => onAsk('sessions')}>Sessions…</MenuItem>
      <MenuSeparator />
      {isDisabled ? (
        <MenuItem onSelect={() => onAsk('enable')}>Enable</MenuItem>
      ) : (
        <MenuItem onSelect={() => onAsk('disable')}>Disable…</MenuItem>
      )}
      <MenuItem onSelect={() => onAsk('remove')}>Remove…</MenuItem>
    </Menu>
  );
}

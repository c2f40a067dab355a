'use client';

import { Cloud, FlaskConical, LogOut, type LucideIcon, Plug } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useConnection } from '../data/connection';
import { chooseDisplay, DISPLAY } from '../display/display';
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from '../ui/menu';

/** The connections one may go to. */
export interface ConnectionChoice {
  slug: string;
  name: string;
  kind: 'aws' | 'simulated';
  region: string;
}

/** The connections one may go to, on `trigger`; open when it is first drawn. */
export function ConnectionMenu({
  trigger,
  connections,
}: {
  trigger: ReactElement;
  connections: readonly ConnectionChoice[];
}) {
  const { slug } = useConnection();
  return (
    <Menu trigger={trigger} defaultOpen>
      {connections.map((choice) => (
        <MenuLink key={choice.slug} href={`/${choice.slug}`}>
          {choice.kind === 'simulated' ? (
            <FlaskConical size={14} strokeWidth={1.75} aria-hidden />
          ) : (
            <Cloud size={14} strokeWidth={1.75} aria-hidden />
          )}
          <span className={choice.slug === slug ? 'font-semibold text-tx0' : undefined}>{choice.name}</span>
          <span className="ml-auto pl-4 text-12 text-tx3t">{choice.slug === slug ? 'here' : choice.region}</span>
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuLink href="/settings/connections">
        <Plug size={14} strokeWidth={1.75} aria-hidden />
        Connections and epochs
      </MenuLink>
    </Menu>
  );
}

/** A page that a menu leads to. */
export interface MenuPlace {
  name: string;
  href: string;
  icon: LucideIcon;
}

/** Theme and sign-out, on `trigger`; open when it is first drawn. */
export function AccountMenu({
  trigger,
  theme,
  onSignOut,
  links,
}: {
  trigger: ReactElement;
  theme: string;
  onSignOut: () => void;
  links: readonly MenuPlace[];
}) {
  const [chosen, setChosen] = useState(theme);
  return (
    <Menu trigger={trigger} side="top" defaultOpen>
      {links.map(({ name, href, icon: Icon }) => (
        <MenuLink key={href} href={href}>
          <Icon size={14} strokeWidth={1.75} aria-hidden />
          {name}
        </MenuLink>
      ))}
      {links.length > 0 && <MenuSeparator />}
      <MenuChoice
        label="Theme"
        options={Object.entries(DISPLAY.theme.choices).map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={(next) => {
          setChosen(next);
          chooseDisplay('theme', next);
        }}
      />
      <MenuSeparator />
      <MenuItem onSelect={onSignOut}>
        <LogOut size={14} strokeWidth={1.75} aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

'use client';

import { ArrowUpDown, CircleCheck, CirclePause, Copy, Pencil, Tag, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { activityAct, nameOrCount, onEach, type ResourceAct, runHeld, runTold } from './act';
import type { Asked, ResourceKindActs, Switched } from './kind-acts';

const ResourceActDialogs = dynamic(() => import('./resource-act-dialogs').then((loaded) => loaded.ResourceActDialogs), {
  ssr: false,
});

function useSwitch<Row extends Switched>({ noun, actions }: ResourceKindActs<Row>, onDone: () => void) {
  const { slug } = useConnection();
  const setState = (rows: readonly Row[], state: 'ENABLED' | 'DISABLED') =>
    onEach(rows, ({ name }) => actions.setState({ connection: slug, name, state }));
  return {
    enable: (rows: readonly Row[]) => {
      void runTold(setState(rows, 'ENABLED'), `${nameOrCount(rows, noun)} enabled.`);
      onDone();
    },
    disable: (rows: readonly Row[]) => {
      const what = nameOrCount(rows, noun);
      runHeld(setState(rows, 'DISABLED'), {
        doing: `Disabling ${what}`,
        undone: `${what} stays enabled.`,
        done: `${what} disabled.`,
      });
      onDone();
    },
  };
}

type Ask<Row> = (act: Asked<Row>['act'], rows: readonly Row[]) => void;

/** Acts that are asked for a selection or for one; each of the former says how many it touches. */
function switchActs<Row extends Switched>(
  rows: readonly Row[],
  kind: ResourceKindActs<Row>,
  { enable, disable }: ReturnType<typeof useSwitch<Row>>,
  ask: Ask<Row>,
): Omit<ResourceAct, 'why'>[] {
  const on = rows.filter(({ state }) => state === 'ENABLED');
  const off = rows.filter(({ state }) => state !== 'ENABLED');
  const of = (some: readonly Row[]) => (rows.length === 1 ? '' : ` ${formatNumber(some.length)}`);
  const isQuiet = rows.length === 1 && rows.every(kind.isQuiet);
  const acts: Omit<ResourceAct, 'why'>[] = [];
  if (on.length > 0)
    acts.push({
      key: 'disable',
      label: `Disable${of(on)}${isQuiet ? '' : '…'}`,
      icon: CirclePause,
      onSelect: () => (isQuiet ? disable(on) : ask('disable', on)),
      ask: () => ask('disable', on),
    });
  if (off.length > 0)
    acts.push({
      key: 'enable',
      label: `Enable${of(off)}`,
      icon: CircleCheck,
      onSelect: () => enable(off),
      ask: () => ask('enable', off),
    });
  return acts;
}

/**
 * What one may do with a queue or environment, or with several: in menus, on pages, in the bulk bar. Draw `dialogs` once;
 * `onDone` is told when an act was given, to let go of a selection.
 */
export function useResourceActs<Row extends Switched>(kind: ResourceKindActs<Row>, onDone: () => void = () => {}) {
  const { slug } = useConnection();
  const access = useAccess();
  const [asked, setAsked] = useState<Asked<Row> | null>(null);
  const toggles = useSwitch(kind, onDone);
  const base = `/${slug}/${kind.noun}s`;
  const ask: Ask<Row> = (act, rows) => setAsked({ act, rows });
  const actsOf = (rows: readonly Row[]): ResourceAct[] => {
    const why = refusalFor(access, 'resources.write', { queues: rows.flatMap((row) => [...kind.queuesOf(row)]) });
    const name = encodeURIComponent(rows[0]?.name ?? '');
    const isOne = rows.length === 1;
    const count = formatNumber(rows.length);
    const acts: Omit<ResourceAct, 'why'>[] = [
      ...(isOne ? [{ key: 'edit', label: 'Edit', icon: Pencil, href: `${base}/${name}/edit` }] : []),
      ...switchActs(rows, kind, toggles, ask),
      ...(kind.actions.setPriority === undefined
        ? []
        : [{ key: 'priority', label: 'Set priority…', icon: ArrowUpDown, onSelect: () => ask('priority', rows) }]),
      { key: 'tags', label: 'Tags…', icon: Tag, onSelect: () => ask('tags', rows) },
      ...(isOne ? [{ key: 'clone', label: 'Clone', icon: Copy, href: `${base}/new?from=${name}` }] : []),
      {
        key: 'delete',
        label: isOne ? 'Delete…' : `Delete ${count}…`,
        icon: Trash2,
        isDanger: true,
        ...(isOne ? { href: `${base}/${name}/delete` } : { onSelect: () => ask('delete', rows) }),
      },
    ];
    const [only] = rows;
    const own = acts.map((act) => ({ ...act, why }));
    return isOne && only !== undefined ? [...own, activityAct(slug, `${kind.noun} ${only.name}`)] : own;
  };
  const dialogs: ReactNode =
    asked === null ? null : (
      <ResourceActDialogs
        asked={asked}
        noun={kind.noun}
        actions={kind.actions}
        disabling={() => kind.disabling(asked.rows)}
        onSwitch={() => (asked.act === 'enable' ? toggles.enable(asked.rows) : toggles.disable(asked.rows))}
        onClose={(isDone) => {
          setAsked(null);
          if (isDone) onDone();
        }}
      />
    );
  return { actsOf, dialogs, isAsking: asked !== null };
}

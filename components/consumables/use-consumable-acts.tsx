'use client';

import { Copy, Hash, Tag, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { activityAct, type ResourceAct } from '../resource-acts/act';
import type { AskedOfConsumables, ConsumableActions } from './consumable-acts';
import type { ListedConsumable } from './consumable-rows';

const ConsumableActDialogs = dynamic(
  () => import('./consumable-act-dialogs').then((loaded) => loaded.ConsumableActDialogs),
  { ssr: false },
);

/** What may be done with consumable resources, and the dialog of what was asked for. */
export function useConsumableActs(actions: ConsumableActions, onDone: () => void = () => {}) {
  const { slug } = useConnection();
  const access = useAccess();
  const [asked, setAsked] = useState<AskedOfConsumables | null>(null);
  const why = refusalFor(access, 'resources.write');
  const actsOf = (rows: readonly ListedConsumable[]): ResourceAct[] => {
    const [only] = rows;
    const isOne = rows.length === 1 && only !== undefined;
    const ask = (act: AskedOfConsumables['act']) => () => setAsked({ act, rows });
    const acts: Omit<ResourceAct, 'why'>[] = [
      ...(isOne ? [{ key: 'quantity', label: 'Quantity…', icon: Hash, onSelect: ask('quantity') }] : []),
      { key: 'tags', label: 'Tags…', icon: Tag, onSelect: ask('tags') },
      ...(isOne
        ? [
            {
              key: 'clone',
              label: 'Clone',
              icon: Copy,
              href: `/${slug}/queues/consumables/new?from=${encodeURIComponent(only.name)}`,
            },
          ]
        : []),
      {
        key: 'delete',
        label: isOne ? 'Delete…' : `Delete ${formatNumber(rows.length)}…`,
        icon: Trash2,
        isDanger: true,
        onSelect: ask('delete'),
      },
    ];
    const own = acts.map((act) => ({ ...act, why }));
    return isOne ? [...own, activityAct(slug, `consumable ${only.name}`)] : own;
  };
  const dialogs: ReactNode = asked !== null && (
    <ConsumableActDialogs
      asked={asked}
      actions={actions}
      onClose={(isDone) => {
        setAsked(null);
        if (isDone) onDone();
      }}
    />
  );
  return { actsOf, dialogs, isAsking: asked !== null };
}

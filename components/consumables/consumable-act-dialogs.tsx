'use client';

import { Trash2 } from 'lucide-react';
import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { onEach, runTold } from '../resource-acts/act';
import { TagRows } from '../resource-acts/tag-rows';
import type { AskedOfConsumables, ConsumableActions } from './consumable-acts';
import type { ListedConsumable } from './consumable-rows';
import { QuantityDialog } from './quantity-dialog';

const whatOf = (rows: readonly ListedConsumable[]) =>
  rows.length === 1 ? (rows[0]?.name ?? '') : formatCount(rows.length, 'consumable resource');

function deleting(slug: string, rows: readonly ListedConsumable[]): Consequence {
  const what = whatOf(rows);
  const held = rows.reduce((sum, { inUseQuantity }) => sum + (inUseQuantity ?? 0), 0);
  const definitions = [...new Set(rows.flatMap((row) => row.definitions))];
  return {
    title: `Delete ${what}?`,
    icon: <Trash2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    description: `Jobs that hold ${rows.length === 1 ? 'it' : 'them'} go on. Jobs that need ${rows.length === 1 ? 'it' : 'them'} can’t start, and block their queue at its head, until one of the same name is made.`,
    act: `Delete ${what}`,
    isDanger: true,
    facts: [{ label: 'Units that jobs hold now', value: formatNumber(held) }],
    dependents:
      definitions.length === 0
        ? []
        : [
            {
              title: 'Jobs of these definitions can’t be submitted any more, unless the submit names other resources',
              items: definitions
                .slice(0, 20)
                .map((name) => ({ label: name, href: `/${slug}/definitions/${encodeURIComponent(name)}` })),
              more: Math.max(0, definitions.length - 20),
            },
          ],
    calls: [{ operation: 'DeleteConsumableResource', count: rows.length }],
    typed: rows.length === 1 ? (rows[0]?.name ?? '') : String(rows.length),
  };
}

/** The dialog of an act on consumable resources that was asked for. Loaded on first use. */
export function ConsumableActDialogs({
  asked: { act, rows },
  actions,
  onClose,
}: {
  asked: AskedOfConsumables;
  actions: ConsumableActions;
  onClose: (isDone: boolean) => void;
}) {
  const { slug } = useConnection();
  const [only] = rows;
  if (act === 'delete')
    return (
      <ConsequenceDialog
        consequence={deleting(slug, rows)}
        act={onEach(rows, ({ name, version }) => actions.remove({ connection: slug, name, basedOn: version }))}
        onClose={onClose}
      />
    );
  if (act === 'quantity' && only !== undefined)
    return (
      <QuantityDialog
        row={only}
        onClose={() => onClose(false)}
        onSet={(operation, quantity) => {
          const { name, version } = only;
          const set = onEach([only], () =>
            actions.setQuantity({ connection: slug, name, basedOn: version, operation, quantity }),
          );
          void runTold(set, `${name}: quantity set.`);
          onClose(true);
        }}
      />
    );
  return <TagRows what={whatOf(rows)} rows={rows} tag={actions.tag} onClose={onClose} />;
}

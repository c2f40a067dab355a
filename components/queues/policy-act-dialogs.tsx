'use client';

import { Trash2 } from 'lucide-react';
import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import { onEach } from '../resource-acts/act';
import { TagRows } from '../resource-acts/tag-rows';
import type { AskedOfPolicies, PolicyActions } from './policy-acts';
import type { ListedPolicy } from './policy-rows';
import { queueHref } from './queue-rows';

const whatOf = (rows: readonly ListedPolicy[]) =>
  rows.length === 1 ? (rows[0]?.name ?? '') : formatCount(rows.length, 'policy', 'policies');

function deleting(slug: string, rows: readonly ListedPolicy[]): Consequence {
  const free = rows.filter(({ queues }) => queues.length === 0);
  const used = rows.filter(({ queues }) => queues.length > 0);
  const what = whatOf(free);
  return {
    title: free.length === 0 ? `${whatOf(rows)} can’t be deleted yet` : `Delete ${what}?`,
    icon: <Trash2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    description:
      free.length === 0
        ? `Queues use ${used.length === 1 ? 'it' : 'them'}: give each another policy, or delete it, first.`
        : 'This can’t be undone; its versions stay in history.',
    act: free.length === 0 ? null : `Delete ${what}`,
    isDanger: true,
    ...(free.length > 0 && { calls: [{ operation: 'DeleteSchedulingPolicy', count: free.length }] }),
    dependents:
      used.length === 0
        ? []
        : [
            {
              title: 'Left out, as queues use them',
              items: used.map(({ name, queues }) => ({
                label: name,
                note: queues.join(', '),
                ...(queues[0] !== undefined && { href: queueHref(slug, queues[0]) }),
              })),
            },
          ],
    ...(free.length > 0 && { typed: free.length === 1 ? (free[0]?.name ?? '') : String(free.length) }),
  };
}

/** The dialog of an act on policies that was asked for. Loaded on first use. */
export function PolicyActDialogs({
  asked: { act, rows },
  actions,
  onClose,
}: {
  asked: AskedOfPolicies;
  actions: PolicyActions;
  onClose: (isDone: boolean) => void;
}) {
  const { slug } = useConnection();
  if (act === 'delete')
    return (
      <ConsequenceDialog
        consequence={deleting(slug, rows)}
        act={onEach(
          rows.filter(({ queues }) => queues.length === 0),
          ({ name, version }) => actions.remove({ connection: slug, name, basedOn: version }),
        )}
        onClose={onClose}
      />
    );
  return <TagRows what={whatOf(rows)} rows={rows} tag={actions.tag} onClose={onClose} />;
}

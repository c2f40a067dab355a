'use client';

import { Trash2 } from 'lucide-react';
import type { ActionResult } from '@/lib/access';
import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import { onEach } from '../resource-acts/act';
import type { DeletePlan } from './delete-plan';

const NAMED = 20;

/** Asks before several are deleted: each goes its own guided way, its jobs come to their end first. */
export function BulkDeleteDialog<Row extends { id: string; name: string }>({
  rows,
  noun,
  start,
  onClose,
}: {
  rows: readonly Row[];
  noun: 'queue' | 'environment';
  start: (row: Row, plan: DeletePlan) => Promise<ActionResult<unknown>>;
  onClose: (isDone: boolean) => void;
}) {
  const { slug } = useConnection();
  const what = formatCount(rows.length, noun);
  const consequence: Consequence = {
    title: `Delete ${what}?`,
    description: 'Each is disabled, its jobs come to their end, then it is deleted. What is deleted can’t be put back.',
    icon: <Trash2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    act: `Delete ${what}`,
    isDanger: true,
    dependents: [
      {
        title: 'Each has a page that shows how far it is, where it can be stopped',
        items: rows.slice(0, NAMED).map(({ name }) => ({
          label: name,
          href: `/${slug}/${noun}s/${encodeURIComponent(name)}/delete`,
        })),
        more: Math.max(0, rows.length - NAMED),
      },
    ],
    reason: { label: 'Reason', hint: 'stands in Activity', isRequired: false },
    typed: String(rows.length),
  };
  return (
    <ConsequenceDialog
      consequence={consequence}
      act={(reason, onProgress, isStopped) =>
        onEach(rows, (row) => start(row, { jobs: 'wait', reason, replacements: {} }))(reason, onProgress, isStopped)
      }
      onClose={onClose}
    />
  );
}

'use client';

import { FileX2 } from 'lucide-react';
import type { ActionResult } from '@/lib/access';
import { type Act, actInPortions, type Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';

/** The action that deregisters revisions, as the pages are given it. */
export type DeregisterAction = (input: {
  connection: string;
  definitions: string[];
}) => Promise<ActionResult<{ results: { definition: string; ok: boolean; message: string | null }[] }>>;

/** What is known of the revisions that are to be deregistered. Frozen when the dialog opens. */
export interface DeregisterPlan {
  /** `name:revision` of each. */
  definitions: readonly string[];
  waiting: number | null;
  running: number | null;
  /** What is used of late, and how. */
  used: readonly { label: string; note: string }[];
  /** Typed to confirm where a whole definition that is in use goes. */
  typed?: string;
}

const A_TIME = 25;
const NAMED = 12;

function titleOf({ definitions }: DeregisterPlan): string {
  const [only] = definitions;
  return definitions.length === 1 && only !== undefined ? only : formatCount(definitions.length, 'revision');
}

/** What deregistering means, said before it is done. */
export function deregisterConsequence(plan: DeregisterPlan): Consequence {
  const what = titleOf(plan);
  const facts = [
    ...(plan.waiting === null
      ? []
      : [{ label: 'Wait with it, and still start', value: formatNumber(plan.waiting), glyph: 'RUNNABLE' as const }]),
    ...(plan.running === null
      ? []
      : [{ label: 'Run with it, and go on', value: formatNumber(plan.running), glyph: 'RUNNING' as const }]),
  ];
  return {
    title: `Deregister ${what}?`,
    icon: <FileX2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
    description:
      'From then on every submit that names it is refused. Jobs that wait or run go on. AWS removes it after 180 days; it can’t be made active again.',
    act: `Deregister ${what}`,
    isDanger: true,
    facts,
    calls: [{ operation: 'DeregisterJobDefinition', count: plan.definitions.length }],
    ...(plan.used.length > 0 && {
      dependents: [
        {
          title: 'Used lately: what submits with these will be refused',
          items: plan.used.slice(0, NAMED),
          more: Math.max(0, plan.used.length - NAMED),
        },
      ],
    }),
    ...(plan.definitions.length > 1 && { sample: plan.definitions.map((label) => ({ label })) }),
    note: 'A submit by name alone takes the newest revision that is left active, and is refused where none is.',
    ...(plan.typed !== undefined && { typed: plan.typed }),
  };
}

/** Deregisters in portions; what is refused is told revision by revision. */
export function deregisterAll(action: DeregisterAction, connection: string, definitions: readonly string[]): Act {
  return (_, onProgress, isStopped) =>
    actInPortions(
      definitions,
      A_TIME,
      async (part) => {
        const result = await action({ connection, definitions: part });
        if (!result.ok) return { refused: result.error.message };
        const failed = result.value.results.flatMap(({ definition, ok, message }) =>
          ok ? [] : [{ id: definition, message: message ?? 'No reason was given.' }],
        );
        return { done: result.value.results.length - failed.length, failed };
      },
      onProgress,
      isStopped,
    );
}

/** Asks before revisions are deregistered. Load it on first use. */
export function DeregisterDialog({
  plan,
  action,
  onClose,
}: {
  plan: DeregisterPlan;
  action: DeregisterAction;
  onClose: (isDone: boolean) => void;
}) {
  const { slug } = useConnection();
  return (
    <ConsequenceDialog
      consequence={deregisterConsequence(plan)}
      act={deregisterAll(action, slug, plan.definitions)}
      onClose={onClose}
    />
  );
}

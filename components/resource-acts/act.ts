import { History, type LucideIcon } from 'lucide-react';
import type { ActionResult } from '@/lib/access';
import { activityHref } from '../activity/activity-words';
import type { Act, ActProgress, PortionOutcome } from '../consequence/consequence';
import { actInPortions } from '../consequence/consequence';
import { holdAct } from '../consequence/held-act';
import { formatCount } from '../format/number';
import type { PaletteEntry } from '../palette/entries';
import { showToast } from '../ui/toast';

/** Something one may do with a resource or a selection of them: in its menu, on its page, in the bulk bar. */
export interface ResourceAct {
  key: string;
  label: string;
  icon: LucideIcon;
  isDanger?: boolean;
  /** Goes there; else `onSelect` does it. */
  href?: string;
  onSelect?: () => void;
  /** Asks first, where `onSelect` acts at once: for the palette, which never acts. */
  ask?: () => void;
  /** Why it may not be done, as a sentence; null where it may. */
  why: string | null;
}

/** The acts as the palette offers them; `name` says on what. Each opens a page or a question. */
export function paletteEntries(name: string, acts: readonly ResourceAct[]): PaletteEntry[] {
  return acts.map(({ key, label, href, onSelect, ask = onSelect, why }) => ({
    id: `act ${name} ${key}`,
    label,
    hint: name,
    note: why ?? `Opens the ${href === undefined ? 'question' : 'page'}. Nothing is sent before you confirm there.`,
    ...(why === null && href !== undefined && { href }),
    ...(why === null && href === undefined && ask !== undefined && { open: ask }),
  }));
}

/** The way to what was done to a thing; `subject` is as the audit log names it. */
export function activityAct(slug: string, subject: string): ResourceAct {
  return { key: 'activity', label: 'Activity', icon: History, href: activityHref(slug, subject), why: null };
}

/** What an act needs of a resource. */
export interface ActedOn {
  id: string;
  name: string;
  version: number;
  tags: Record<string, string>;
}

/** A server action on one resource. */
export type OneAction<Change> = (
  input: { connection: string; name: string; basedOn?: number } & Change,
) => Promise<ActionResult<unknown>>;

/** The outcome of one call as a portion of one. */
function outcomeOf(id: string, result: ActionResult<unknown>): PortionOutcome {
  if (result.ok) return { done: 1, failed: [] };
  if (result.error.code === 'signed-out') return { refused: result.error.message };
  return { done: 0, failed: [{ id, message: result.error.message }] };
}

/** Calls an action for each resource, one after another: each has its own entry in the audit log. */
export function onEach<Row extends { id: string }>(
  rows: readonly Row[],
  call: (row: Row) => Promise<ActionResult<unknown>>,
): Act {
  return (_, onProgress, isStopped) =>
    actInPortions(
      rows.map(({ id }) => id),
      1,
      async ([id = '']) => {
        const row = rows.find((one) => one.id === id);
        return row === undefined ? { done: 0, failed: [] } : outcomeOf(id, await call(row));
      },
      onProgress,
      isStopped,
    );
}

/** Runs an act without a dialog and says in a toast what came of it. */
export async function runTold(act: Act, done: string): Promise<void> {
  tell(
    await act(
      '',
      () => {},
      () => false,
    ),
    done,
  );
}

/** Holds an act for its undo, then runs it and says only what was refused. */
export function runHeld(act: Act, words: { doing: string; undone: string; done: string }): void {
  holdAct({ title: words.doing, undone: words.undone, send: () => void runTold(act, words.done) });
}

function tell({ failed, left, stopped }: ActProgress, done: string): void {
  const [first] = failed;
  if (first === undefined && stopped === null) return void showToast({ title: done });
  const more = failed.length > 1 ? ` And ${formatCount(failed.length - 1, 'more refusal')}.` : '';
  showToast({
    kind: 'refused',
    title: first === undefined ? `${formatCount(left, 'call')} not sent.` : `${first.id} was refused.`,
    detail: stopped ?? `${first?.message ?? ''}${more}`,
  });
}

/** `main`, or `3 queues`. */
export function nameOrCount(rows: readonly { name: string }[], noun: string): string {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only.name : formatCount(rows.length, noun);
}

import type { ReactNode } from 'react';
import type { GlyphState } from '../ui/status';

/** A count that the act touches, such as how many jobs in a state. */
export interface ConsequenceFact {
  label: string;
  value: string;
  glyph?: GlyphState;
}

/** What stands or falls with the things acted upon, by name: `title` says what becomes of them. */
export interface Dependents {
  title: string;
  items: readonly { label: string; href?: string; note?: string }[];
  /** How many more there are than `items` names. */
  more?: number;
}

/** What an act means, said before it is done. Frozen when the dialog opens. */
export interface Consequence {
  /** A question: `Terminate 2,414 jobs?` */
  title: string;
  /** One sentence: what will happen, and whether it can be undone. */
  description: string;
  icon?: ReactNode;
  /** Verb and number on the button; null where nothing is left to do. */
  act: string | null;
  /** Ends or deletes something: the button is filled in the colour of failure. */
  isDanger: boolean;
  facts?: readonly ConsequenceFact[];
  /** Above the facts: a state bar. */
  picture?: ReactNode;
  dependents?: readonly Dependents[];
  /** Calls to AWS by operation: `TerminateJobs`, 49. */
  calls?: readonly { operation: string; count: number }[];
  /** How long it takes, in words with its source, where that is known. */
  duration?: string;
  /** A few of the things, at most 5 are drawn. */
  sample?: readonly { label: string; note?: string }[];
  /** Amber words on what is left out. */
  warning?: { title: string; text: string };
  /** Faint words at the end, such as what does not follow. */
  note?: string;
  /** A text that the act needs or takes; absent where it takes none. */
  reason?: { label: string; hint: string; isRequired: boolean; initial?: string };
  /** Must be typed before the button works: a name, or a number. */
  typed?: string;
}

/** How far an act on many things has come. */
export interface ActProgress {
  done: number;
  failed: readonly { id: string; message: string }[];
  left: number;
  /** Why it stopped before its end, in words. */
  stopped: string | null;
}

/** Runs an act; tells each step, and stops between two when asked. */
export type Act = (
  reason: string,
  onProgress: (progress: ActProgress) => void,
  isStopped: () => boolean,
) => Promise<ActProgress>;

/** What came of one portion: how many were done and which were refused, or a refusal of the whole in words. */
export type PortionOutcome = { done: number; failed: readonly { id: string; message: string }[] } | { refused: string };

/** Texts in portions of `size`. */
export function portions(ids: readonly string[], size: number): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < ids.length; from += size) parts.push(ids.slice(from, from + size));
  return parts;
}

/** Acts portion by portion until all are through, one portion is refused as a whole, or `isStopped` says so. */
export async function actInPortions(
  ids: readonly string[],
  size: number,
  send: (ids: string[]) => Promise<PortionOutcome>,
  onProgress: (progress: ActProgress) => void,
  isStopped: () => boolean,
): Promise<ActProgress> {
  let progress: ActProgress = { done: 0, failed: [], left: ids.length, stopped: null };
  for (const part of portions(ids, size)) {
    if (isStopped()) {
      progress = { ...progress, stopped: 'Stopped by you.' };
      break;
    }
    const outcome = await send(part).catch((): PortionOutcome => ({ refused: 'The portal does not answer.' }));
    if ('refused' in outcome) {
      progress = { ...progress, stopped: outcome.refused };
      break;
    }
    progress = {
      done: progress.done + outcome.done,
      failed: [...progress.failed, ...outcome.failed],
      left: progress.left - part.length,
      stopped: null,
    };
    onProgress(progress);
  }
  onProgress(progress);
  return progress;
}

/** Whether what was typed is what had to be; separators of thousands don't count in a number. */
export function isTypedRight(wanted: string | undefined, typed: string): boolean {
  if (wanted === undefined) return true;
  return /^\d+$/.test(wanted) ? typed.replace(/[\s,]/g, '') === wanted : typed.trim() === wanted;
}

import { takesKeys } from '../keys/use-keys';
import { showToast } from '../ui/toast';

/** However long the pointer rests on the toast, the call is sent by then. Ms. */
const LONGEST_MS = 30_000;

interface Held {
  /** Sends it now. */
  flush: () => void;
  undo: () => void;
}

let held: Held | null = null;

function onKey(event: KeyboardEvent): void {
  if (event.key !== 'z' || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
  event.preventDefault();
  held?.undo();
}

/** The page is being left for good: what was held is sent rather than forgotten. */
const onLeave = () => held?.flush();

/**
 * Does something that can be undone: the call is held while its toast stands (6 s, longer under the pointer), then sent;
 * Undo, or `z`, forgets it. One act is held at a time: the next one, and leaving the page, send it at once.
 */
export function holdAct({ title, undone, send }: { title: string; undone: string; send: () => void }): void {
  held?.flush();
  let isOver = false;
  const settle = (then: () => void) => {
    if (isOver) return;
    isOver = true;
    held = null;
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey);
    window.removeEventListener('pagehide', onLeave);
    then();
  };
  const flush = () => settle(send);
  const close = showToast({
    title,
    detail: 'Sent in a moment. Press z to undo.',
    action: { label: 'Undo', onSelect: () => undo() },
    onClose: flush,
  });
  const undo = () => {
    settle(() => showToast({ title: undone }));
    close();
  };
  const timer = setTimeout(flush, LONGEST_MS);
  held = { flush, undo };
  document.addEventListener('keydown', onKey);
  window.addEventListener('pagehide', onLeave);
}

'use client';

import { useEffect, useState } from 'react';
import { Button } from '../ui/button';
import type { EditWords } from './edit-words';
import type { DraftState } from './use-draft';

function Kept({ draft }: { draft: DraftState }) {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  if (draft.kind === 'none' || !isMounted) return null;
  if (draft.kind === 'not-kept') return <span className="text-warn">{draft.why}</span>;
  const clock = new Date(draft.savedAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const left = draft.masked.length;
  return (
    <span title={left === 0 ? undefined : `Left out, as they look secret: ${draft.masked.join(', ')}`}>
      saved as draft <span className="num">{clock}</span>
      {left > 0 && `, without ${left === 1 ? 'a secret' : `${left} secrets`}`}
    </span>
  );
}

/** The title line of a form: what it is, and what is kept of it. */
export function EditHeader({
  words,
  draft,
  onDiscard,
}: {
  words: EditWords;
  draft: DraftState;
  onDiscard: () => void;
}) {
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-ln2 px-4 py-1.5">
      <h1 className="text-13 font-semibold text-tx0">{words.title}</h1>
      {words.note !== undefined && <span className="min-w-0 truncate text-12 text-tx3t">{words.note}</span>}
      <span className="ml-auto flex items-center gap-2 text-12 text-tx3t" aria-live="polite">
        <Kept draft={draft} />
        {draft.kind !== 'none' && (
          <Button variant="quiet" size="panel" onClick={onDiscard}>
            Discard
          </Button>
        )}
      </span>
    </div>
  );
}

'use client';

import { type JsonObject, jsonText } from '@/lib/forms';
import { diffDocuments } from '../changes/diff-documents';
import { DocumentDiffView } from '../changes/document-diff-view';
import { Button } from '../ui/button';
import { useNarrow } from '../ui/use-narrow';
import { Banner } from '../ui/verdict';
import { outcomeOf, rebased } from './change-call';
import { useEdit } from './edit-state';

/** What somebody else made of the resource since the form was opened. */
export interface Theirs {
  /** As it is now, in the call's own terms. */
  base: JsonObject;
  version: string;
  by: string | null;
  /** When, as it is shown. */
  at: string;
}

/**
 * Two editors at once: who changed it, both versions side by side, and the two ways on. Keeping mine sends my changes over
 * theirs; taking theirs drops mine.
 */
export function ConflictPanel({
  name,
  theirs,
  wholes,
  keep,
  onResolved,
}: {
  name: string;
  theirs: Theirs;
  wholes: readonly string[];
  /** Members that say what is changed and stay in every call. */
  keep: readonly string[];
  onResolved: (theirs: Theirs) => void;
}) {
  const { document, base, setText } = useEdit();
  const mine = outcomeOf(base ?? {}, document, wholes);
  const isNarrow = useNarrow();
  const { lines } = diffDocuments(theirs.base, mine);
  const who = theirs.by ?? 'Somebody else';
  const leave = (call: JsonObject) => {
    setText(jsonText(call));
    onResolved(theirs);
  };
  const bare = Object.fromEntries(
    keep.flatMap((one) => (Object.hasOwn(document, one) ? [[one, document[one] ?? null]] : [])),
  );
  return (
    <section aria-label="Two versions" className="flex flex-col gap-2">
      <Banner
        tone="warn"
        title={`${who} changed ${name} at ${theirs.at}, since you opened it.`}
        action={
          <span className="flex shrink-0 flex-wrap gap-2">
            <Button size="panel" variant="primary" onClick={() => leave(bare)}>
              Take theirs
            </Button>
            <Button size="panel" onClick={() => leave(rebased(document, theirs.base, keep))}>
              Keep mine
            </Button>
          </span>
        }
      >
        Nothing was sent. Keep mine puts your changes over theirs and lets you look at them again; take theirs drops
        yours.
      </Banner>
      <div className="min-w-0 overflow-hidden rounded-panel border border-ln2 bg-bg1">
        <div className="grid grid-cols-2 border-b border-ln2 px-3.5 py-1.5 text-12 text-tx3t max-md:hidden">
          <span>theirs, as it is now</span>
          <span>mine</span>
        </div>
        <DocumentDiffView lines={lines} label="Theirs against mine" mode={isNarrow ? 'unified' : 'split'} />
      </div>
    </section>
  );
}

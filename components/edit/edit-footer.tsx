'use client';

import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../ui/button';
import { Kbd } from '../ui/kbd';
import { useEdit } from './edit-state';
import type { EditWords } from './edit-words';

/** The footer that stays in sight: what will happen, and the two ways out. */
export function EditFooter({
  summary,
  words,
  isSending,
  blocked,
  cancelHref,
}: {
  summary: ReactNode;
  words: EditWords;
  isSending: boolean;
  blocked: string | null;
  cancelHref: string;
}) {
  const { problems } = useEdit();
  const count = problems.length;
  return (
    <div className="sticky bottom-13 z-20 -mx-5 mt-3 -mb-4 flex flex-wrap items-center justify-end gap-2 border-t border-ln2 bg-bg0 px-5 py-2.5 max-md:bottom-[98px] max-md:-mx-4 max-md:px-4 low:static print:hidden">
      <p className="mr-auto min-w-0 text-12 text-tx3t" aria-live="polite">
        {count > 0 && <span className="mr-2 text-badt">{count === 1 ? '1 problem' : `${count} problems`}</span>}
        {blocked ?? summary}
      </p>
      <ButtonLink variant="quiet" size="form" href={cancelHref}>
        Cancel
      </ButtonLink>
      <Button type="submit" variant="primary" size="form" disabled={isSending || blocked !== null}>
        {isSending ? words.sending : words.submit}
        <span className="max-md:hidden">
          <Kbd>Ctrl ↵</Kbd>
        </span>
      </Button>
    </div>
  );
}

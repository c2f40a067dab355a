'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { ActionFailure } from '@/lib/access';
import { visibleText } from '@/lib/batch';
import { Banner } from '../ui/verdict';
import type { DraftState } from './use-draft';

/** What stands for an action's answer when none came. */
export const UNREACHABLE: { ok: false; error: ActionFailure } = {
  ok: false,
  error: {
    code: 'internal',
    message: 'The portal does not answer. Nothing typed is lost: send it again when it does.',
  },
};

const TITLES: Partial<Record<ActionFailure['code'], string>> = {
  'signed-out': 'You are signed out.',
  refused: 'AWS Batch refused this call.',
  invalid: 'This call is not complete.',
  forbidden: 'You may not do this.',
  'unknown-outcome': 'It is not known whether this was done.',
};

function titleOf(failure: ActionFailure): string {
  if (failure === UNREACHABLE.error) return 'No answer came.';
  return TITLES[failure.code] ?? 'Nothing was done.';
}

/** Why nothing was done. AWS's own words stand verbatim beneath ours; who is signed out is led back here. */
export function FailureBanner({ failure, draft }: { failure: ActionFailure; draft: DraftState }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const here = search === '' ? pathname : `${pathname}?${search}`;
  const fields = Object.entries(failure.fields ?? {}).filter(([, message]) => !failure.message.includes(message));
  const place = useRef<HTMLDivElement>(null);
  // The form is longer than the screen, and its button always in sight: what it led to has to be, too.
  // Newer browsers give a promise for a scroll, and an effect may give nothing but its end.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place} className="scroll-mb-32 scroll-mt-20">
      <Banner tone="bad" title={titleOf(failure)}>
        {failure.code === 'refused' && (
          <>
            Nothing was changed. It says:
            <code className="mt-1 block whitespace-pre-wrap break-words text-12">{visibleText(failure.message)}</code>
          </>
        )}
        {failure.code === 'signed-out' && (
          <>
            {draft.kind === 'kept' ? 'What you typed is kept as a draft in this browser.' : 'Copy the call first.'}{' '}
            <a className="link" href={`/sign-in?to=${encodeURIComponent(here)}&ended=1`}>
              Sign in and come back to it
            </a>
          </>
        )}
        {failure.code !== 'refused' && failure.code !== 'signed-out' && visibleText(failure.message)}
        {fields.map(([path, message]) => (
          <span key={path} className="block">
            <code className="text-12">{visibleText(path)}</code> {visibleText(message)}
          </span>
        ))}
      </Banner>
    </div>
  );
}

'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GuideView, StepKey } from '@/lib/guides';
import { formatDuration } from '../format/duration';
import { classNames } from '../ui/class-names';
import { TimeText } from '../ui/time-text';
import { type StepState, stepState, stepText, stepTitle } from './delete-words';

function Mark({ state, number }: { state: StepState; number: number }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'num z-10 flex size-6 shrink-0 items-center justify-center rounded-full text-12 font-semibold',
        state === 'done' && 'bg-okg text-okt',
        state === 'now' && 'border-2 border-ac bg-bg1 text-tx0',
        state === 'ahead' && 'border border-ln bg-bg1 text-tx3t',
      )}
    >
      {state === 'done' ? <Check size={14} strokeWidth={1.75} /> : number}
    </span>
  );
}

const SPOKEN: Readonly<Record<StepState, string>> = { done: 'done', now: 'now', ahead: 'ahead' };

/** The steps of a guided delete on one line from the first to the last; `children` stand beneath the step at hand. */
export function StepList({
  guide,
  now,
  children,
}: {
  guide: Parameters<typeof stepTitle>[0] & Parameters<typeof stepText>[0] & Pick<GuideView, 'order' | 'note'>;
  /** The connection's time, for how long the step at hand takes. */
  now: number | null;
  children?: ReactNode;
}) {
  return (
    <ol aria-label="Steps" className="flex flex-col">
      {guide.order.map((key, index) => {
        const state = stepState(guide, key);
        return (
          <li
            key={key}
            aria-current={state === 'now' ? 'step' : undefined}
            className={classNames(
              'relative flex gap-3 pb-5 last:pb-0',
              'before:absolute before:bottom-0 before:left-[11.5px] before:top-6 before:w-px last:before:hidden',
              state === 'done' ? 'before:bg-succeeded' : 'before:bg-ln',
            )}
          >
            <Mark state={state} number={index + 1} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className={classNames('text-15 font-semibold', state === 'ahead' ? 'text-tx2' : 'text-tx0')}>
                  {stepTitle(guide, key)}
                  <span className="sr-only">, {SPOKEN[state]}</span>
                </span>
                <StepTime guide={guide} stepKey={key} state={state} now={now} />
              </p>
              <p className="break-words text-13 text-tx2">{stepText(guide, key)}</p>
              {state === 'now' && guide.note !== null && <p className="text-12 text-tx3t">{guide.note}.</p>}
              {state === 'now' && children}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function StepTime({
  guide,
  stepKey,
  state,
  now,
}: {
  guide: Pick<GuideView, 'steps'>;
  stepKey: StepKey;
  state: StepState;
  now: number | null;
}) {
  const times = guide.steps[stepKey];
  if (times === undefined) return null;
  const end = times.endedAt ?? now;
  const took = end === null ? null : formatDuration(Math.max(0, end - times.startedAt));
  return (
    <span className="num ml-auto text-12 text-tx3t">
      {state === 'now' ? (
        took !== null && `for ${took}`
      ) : (
        <>
          <TimeText at={times.startedAt} style="short" />
          {took !== null && `, ${took}`}
        </>
      )}
    </span>
  );
}

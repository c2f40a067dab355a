'use client';

import { CircleAlert, Lock } from 'lucide-react';
import type { FocusEvent, ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import { isAtOrBelow } from '@/lib/forms';
import { classNames } from '../ui/class-names';
import { useEdit } from './edit-state';

/** A part of a form under a heading. */
export function EditSection({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-ln2 py-2.5 first:border-t-0">
      <h2 className="px-4 pb-1 text-13 font-semibold text-tx0">
        {title}
        {hint !== undefined && <span className="ml-2 text-12 font-normal text-tx3t">{hint}</span>}
      </h2>
      {children}
    </section>
  );
}

/** Sentences on what is wrong at or beneath some members; each is said once. */
function EditProblems({ id, paths }: { id?: string; paths: readonly string[] }) {
  const { problems } = useEdit();
  const here = problems.filter((problem) => paths.some((path) => isAtOrBelow(problem.path, path)));
  const messages = [...new Set(here.map(({ message }) => message))];
  if (messages.length === 0) return null;
  return (
    <div id={id} className="flex flex-col gap-0.5">
      {messages.map((message) => (
        <p key={message} className="flex items-start gap-1.5 break-words text-12 text-badt">
          <CircleAlert size={13} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
          {visibleText(message)}
        </p>
      ))}
    </div>
  );
}

/**
 * A row of a form: its label, its controls, what is wrong with the members it holds. While one of them is in hand, here or in the
 * call, the row is marked.
 */
export function EditRow({
  label,
  htmlFor,
  paths,
  note,
  locked,
  children,
}: {
  label: string;
  /** The id of the one control; without it the row is a group named by its label. */
  htmlFor?: string;
  paths: readonly string[];
  note?: ReactNode;
  /** Why this can not be changed. */
  locked?: string | undefined;
  children: ReactNode;
}) {
  const { active, setActive, touch } = useEdit();
  const isHere = active !== null && active.path !== '' && paths.some((path) => isAtOrBelow(active.path, path));
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const path = event.target.closest<HTMLElement>('[data-path]')?.dataset.path ?? paths[0];
    if (path !== undefined) setActive({ path, side: 'form' });
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const path = event.target.closest<HTMLElement>('[data-path]')?.dataset.path;
    if (path !== undefined) touch(path);
    if (!event.currentTarget.contains(event.relatedTarget)) for (const one of paths) touch(one);
  };
  const Group = htmlFor === undefined ? 'fieldset' : 'div';
  return (
    <Group
      {...(htmlFor === undefined && { 'aria-label': label })}
      onFocus={onFocus}
      onBlur={onBlur}
      className={classNames(
        'grid min-w-0 gap-x-4 gap-y-1 border-l-2 py-1.5 pl-3.5 pr-4 md:grid-cols-[128px_minmax(0,1fr)]',
        isHere ? 'border-ac bg-acs/50' : 'border-transparent',
      )}
    >
      {htmlFor === undefined ? (
        <span aria-hidden className="pt-1.5 text-13 text-tx1">
          {label}
        </span>
      ) : (
        <label htmlFor={htmlFor} className="pt-1.5 text-13 text-tx1">
          {label}
        </label>
      )}
      <div className="flex min-w-0 flex-col gap-1">
        {children}
        <EditProblems {...(htmlFor !== undefined && { id: `${htmlFor}-problems` })} paths={paths} />
        {note !== undefined && <div className="text-12 text-tx3t">{note}</div>}
        {locked !== undefined && (
          <p className="flex items-start gap-1.5 text-12 text-tx3t">
            <Lock size={12} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
            {locked}
          </p>
        )}
      </div>
    </Group>
  );
}

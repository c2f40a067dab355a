'use client';

import { type ReactNode, useId, useState } from 'react';
import { commandText, isSame, shellWords } from '@/lib/forms';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { textsOf } from '../edit/edit-texts';
import { controlClass } from '../ui/field';

const NOTE =
  "No shell runs it: for pipes and variables write sh -c '…'. Ref::name takes a parameter. Empty: what the image says.";

/** A command as one line, read as a shell would read it into the list that AWS runs; the words stand beneath. */
export function CommandField({
  path,
  note = NOTE,
  placeholder = 'run --input Ref::input',
}: {
  path: string;
  note?: ReactNode;
  placeholder?: string;
}) {
  const { valueIn, write, isInert, problems } = useEdit();
  const id = useId();
  const value = valueIn(path);
  const words = textsOf(value);
  const [typed, setTyped] = useState(() => commandText(words));
  const read = shellWords(typed);
  const text = read === null || isSame(read, words) ? typed : commandText(words);
  const isOpen = read === null && text === typed;
  const isWrong = isOpen || problems.some((problem) => problem.path.startsWith(path));
  return (
    <EditRow label="Command" htmlFor={id} paths={[path]} note={note}>
      <input
        id={id}
        data-path={path}
        value={text}
        disabled={isInert}
        aria-invalid={isWrong}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        onChange={({ target }) => {
          setTyped(target.value);
          const next = shellWords(target.value);
          if (next !== null) write(path, next.length === 0 ? undefined : next);
        }}
        className={controlClass(isWrong, 'h-[30px] font-mono text-12')}
      />
      {isOpen && <p className="text-12 text-badt">A quote is left open: the call keeps the last whole command.</p>}
      {words.length > 1 && (
        <ol aria-label="Arguments" className="flex flex-wrap gap-1">
          {words
            .map((word, at) => ({ word, at }))
            .map(({ word, at }) => (
              <li
                key={at}
                className="max-w-full truncate rounded-tag bg-bg2 px-1.5 font-mono text-12 leading-5 text-tx1"
              >
                {word}
              </li>
            ))}
        </ol>
      )}
    </EditRow>
  );
}

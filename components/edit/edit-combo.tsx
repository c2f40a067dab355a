'use client';

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { controlClass } from '../ui/field';
import { EditRow } from './edit-row';
import { useEdit } from './edit-state';

export interface ComboOption {
  value: string;
  label?: ReactNode;
  note?: ReactNode;
}

/** Most options that are drawn; typing finds the rest. */
const DRAWN = 60;

/** An option of a list beneath a field; the pointer chooses before the field loses the focus. */
function ComboChoice({
  id,
  option,
  isHere,
  onChoose,
}: {
  id: string;
  option: ComboOption;
  isHere: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={isHere}
      ref={(element) => {
        if (isHere) element?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className="flex min-h-7 w-full items-center gap-3 rounded-tag px-2 text-left text-13 text-tx1 hover:bg-bg2 aria-selected:bg-bg2 aria-selected:text-tx0 max-md:min-h-11"
    >
      <span className="min-w-0 truncate">{option.label ?? option.value}</span>
      {option.note !== undefined && <span className="ml-auto shrink-0 text-12 text-tx3t">{option.note}</span>}
    </button>
  );
}

interface ComboInputProps {
  label: string;
  listLabel: string;
  value: string;
  /** What may be chosen for what stands in the field, best first. */
  options: readonly ComboOption[];
  onType: (text: string) => void;
  onChoose: (value: string) => void;
  /** Enter while nothing is marked; without it what is typed stands, and the list closes. */
  onEnter?: () => void;
  onFocus?: () => void;
  id?: string;
  path?: string;
  isWrong?: boolean;
  placeholder?: string;
  /** The best option is marked as soon as something is typed, so that Enter takes it. */
  marksFirst?: boolean;
  onLeave?: () => void;
  /** Within a frame of its own: the field draws none. */
  isBare?: boolean;
}

/** Which of the options is marked, and what the keys do: arrows mark, Enter chooses, Escape closes. */
function useCombo({
  options,
  onChoose,
  onEnter,
  marksFirst = false,
}: Pick<ComboInputProps, 'options' | 'onChoose' | 'onEnter' | 'marksFirst'>) {
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const drawn = isOpen ? options.slice(0, DRAWN) : [];
  const here = Math.min(at, drawn.length - 1);
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const choose = (next: string) => {
    onChoose(next);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const count = Math.min(options.length, DRAWN);
    if (step !== 0) {
      event.preventDefault();
      setOpen(true);
      if (count > 0) setAt((Math.max(here, step > 0 ? -1 : 0) + step + count) % count);
    }
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
    }
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    const chosen = drawn[here];
    if (chosen !== undefined || onEnter !== undefined) event.preventDefault();
    if (chosen !== undefined) choose(chosen.value);
    else if (onEnter === undefined) close();
    else onEnter();
  };
  const open = () => {
    setOpen(true);
    setAt(marksFirst ? 0 : -1);
  };
  return { drawn, here, open, close, choose, onKeyDown };
}

/** A field with a list beneath: what is typed stands as it is. */
export function ComboInput({ label, listLabel, value, options, onType, onChoose, onEnter, ...rest }: ComboInputProps) {
  const { isInert } = useEdit();
  const { drawn, here, open, close, choose, onKeyDown } = useCombo({
    options,
    onChoose,
    ...(onEnter !== undefined && { onEnter }),
    ...(rest.marksFirst !== undefined && { marksFirst: rest.marksFirst }),
  });
  const list = useId();
  const isWrong = rest.isWrong ?? false;
  return (
    <div className="relative min-w-0 flex-1">
      <input
        role="combobox"
        id={rest.id}
        data-path={rest.path}
        aria-label={label}
        aria-invalid={isWrong}
        aria-expanded={drawn.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={here < 0 ? undefined : `${list}-${here}`}
        value={value}
        disabled={isInert}
        placeholder={rest.placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          onType(event.target.value);
          open();
        }}
        onClick={open}
        onFocus={rest.onFocus}
        onKeyDown={onKeyDown}
        onBlur={() => {
          close();
          rest.onLeave?.();
        }}
        className={controlClass(
          isWrong,
          rest.isBare === true ? 'h-8 border-transparent! bg-transparent! px-0' : 'h-[30px]',
        )}
      />
      <div
        id={list}
        role="listbox"
        aria-label={listLabel}
        hidden={drawn.length === 0}
        className="quiet-scroll absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-float border border-ln bg-bg1 p-1 shadow-float"
      >
        {drawn.map((option, index) => (
          <ComboChoice
            key={option.value}
            id={`${list}-${index}`}
            option={option}
            isHere={index === here}
            onChoose={() => choose(option.value)}
          />
        ))}
      </div>
      {drawn.length > 0 && options.length > DRAWN && (
        <p className="text-12 text-tx3t">
          {DRAWN} of {options.length} are listed: type to find the rest.
        </p>
      )}
    </div>
  );
}

/** A row with a text that is mostly one of a list, bound to a member of the call. */
export function EditCombo({
  path,
  label,
  options,
  note,
  placeholder,
}: {
  path: string;
  label: string;
  options: readonly ComboOption[];
  note?: ReactNode;
  placeholder?: string;
}) {
  const { valueIn, write, problems } = useEdit();
  const id = useId();
  const held = valueIn(path);
  const value = typeof held === 'string' ? held : '';
  const typed = value.toLowerCase();
  const isChosen = value === '' || options.some((option) => option.value === value);
  const fitting = isChosen ? options : options.filter((option) => option.value.toLowerCase().includes(typed));
  return (
    <EditRow label={label} htmlFor={id} paths={[path]} note={note}>
      <ComboInput
        id={id}
        path={path}
        label={label}
        listLabel={`${label}, choices`}
        value={value}
        options={fitting}
        isWrong={problems.some((problem) => problem.path === path)}
        onType={(text) => write(path, text)}
        onChoose={(text) => write(path, text)}
        {...(placeholder !== undefined && { placeholder })}
      />
    </EditRow>
  );
}

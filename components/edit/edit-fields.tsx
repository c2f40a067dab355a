'use client';

import { type ReactNode, useId } from 'react';
import { type JsonValue, memberAt, pathOf } from '@/lib/forms';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { controlClass } from '../ui/field';
import { SegmentedControl } from '../ui/segmented-control';
import { Select } from '../ui/select';
import { EditRow } from './edit-row';
import { useEdit } from './edit-state';

interface InputProps {
  path: string;
  /** Its name for assistive technology, where no visible label belongs to it. */
  label?: string;
  id?: string;
  /** A number is written as one; what is none stays as it was typed, and is told. */
  kind?: 'text' | 'number';
  mono?: boolean;
  placeholder?: string;
  className?: string;
  /** The id of a datalist. */
  list?: string;
  disabled?: boolean;
}

function shownText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a typed text is as a number: separators of thousands are taken out; a text that is none is kept. */
export function typedNumber(text: string): JsonValue | undefined {
  const plain = text.trim().replaceAll(/(?<=\d)[,_\s](?=\d{3}\b)/g, '');
  if (plain === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : text;
}

/** An input bound to a member of the call, without a row of its own. */
export function EditInput({
  path,
  label,
  id,
  kind = 'text',
  mono = false,
  className,
  disabled = false,
  ...rest
}: InputProps) {
  const { valueIn, write, problems, isInert, base, shapes, operation } = useEdit();
  const isWrong = problems.some((problem) => problem.path === path);
  // A required member keeps its place in the call while it is empty; an edit says by an empty text that one is taken away.
  const isRequired = shapes !== null && memberAt(shapes, operation, pathOf(path))?.required === true;
  const isKept = base !== null || isRequired;
  const onText = (text: string) => {
    if (kind === 'number') write(path, typedNumber(text));
    else write(path, text === '' && !isKept ? undefined : text);
  };
  return (
    <input
      id={id}
      data-path={path}
      aria-label={label}
      aria-invalid={isWrong}
      {...(id !== undefined && isWrong && { 'aria-describedby': `${id}-problems` })}
      value={shownText(valueIn(path))}
      disabled={isInert || disabled}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onText(event.target.value)}
      className={controlClass(isWrong, classNames('h-[30px]', mono && 'font-mono text-12', className))}
      {...rest}
    />
  );
}

interface RowProps {
  path: string;
  label: string;
  note?: ReactNode;
  locked?: string | undefined;
}

/** A row with one text or number. */
export function EditText({ path, label, note, locked, ...input }: Omit<InputProps, 'id'> & RowProps) {
  const id = useId();
  return (
    <EditRow label={label} htmlFor={id} paths={[path]} note={note} locked={locked}>
      <EditInput {...input} id={id} path={path} disabled={locked !== undefined || input.disabled === true} />
    </EditRow>
  );
}

interface ChoiceOption<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
}

/** A row with a choice of a few; `onChoose` takes the place of writing the value. */
export function EditChoice<Value extends string>({
  path,
  label,
  options,
  note,
  locked,
  value,
  onChoose,
}: RowProps & { options: readonly ChoiceOption<Value>[]; value?: Value | null; onChoose?: (value: Value) => void }) {
  const { valueIn, write, isInert } = useEdit();
  const current = valueIn(path);
  const chosen = value !== undefined ? value : (options.find((option) => option.value === current)?.value ?? null);
  return (
    <EditRow label={label} paths={[path]} note={note} locked={locked}>
      <div data-path={path} className="bare-scroll -m-1 flex overflow-x-auto p-1">
        <SegmentedControl
          label={label}
          options={options}
          value={chosen}
          disabled={isInert || locked !== undefined}
          onChange={(next) => (onChoose === undefined ? write(path, next) : onChoose(next))}
        />
      </div>
    </EditRow>
  );
}

/** A row with a choice of many; the empty value takes the member out. */
export function EditSelect({
  path,
  label,
  options,
  note,
  locked,
}: RowProps & { options: readonly { value: string; label: string; note?: string }[] }) {
  const { valueIn, write, isInert } = useEdit();
  const value = shownText(valueIn(path));
  const known = options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: value || '–' }];
  return (
    <EditRow label={label} paths={[path]} note={note} locked={locked}>
      <div data-path={path} className="flex">
        <Select
          label={label}
          options={known}
          value={value}
          disabled={isInert || locked !== undefined}
          onChange={(next) => write(path, next === '' ? undefined : next)}
          className="h-[30px] min-w-64 max-w-full border-edge bg-bg2"
        />
      </div>
    </EditRow>
  );
}

/** A row with one thing that is on or off; off takes the member out unless `off` gives its value. */
export function EditFlag({
  path,
  label,
  words,
  on = true,
  off,
  note,
}: RowProps & { words: string; on?: JsonValue; off?: JsonValue }) {
  const { valueIn, write, isInert } = useEdit();
  return (
    <EditRow label={label} paths={[path]} note={note}>
      <div data-path={path} className="pt-1">
        <Checkbox
          label={words}
          checked={valueIn(path) === on}
          disabled={isInert}
          onChange={(is) => write(path, is ? on : off)}
        >
          {words}
        </Checkbox>
      </div>
    </EditRow>
  );
}

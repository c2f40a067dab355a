'use client';

import { FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { isObject, type JsonObject, SUBMIT } from '@/lib/forms';
import { EditText } from '../edit/edit-fields';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatCount, formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { controlClass } from '../ui/field';
import { FILE_CHARACTERS_MAX, type FileRows, readRows } from './csv-rows';

const SIZE = 'arrayProperties.size';
const ENVIRONMENT = 'containerOverrides.environment';
/** The variable that takes the rows along. */
const ROWS = 'ROWS';
/** Characters of rows that go along: ECS takes 8,192 of all overrides together. */
const ROWS_CHARACTERS_MAX = 7000;

interface Taken {
  name: string;
  text: string;
  file: FileRows;
}

/** The first few of a row, each with its place. */
const numbered = (texts: readonly string[]) => texts.slice(0, 6).map((text, place) => ({ text, place }));

function Cells({ at, cells }: { at: number; cells: readonly string[] }) {
  return (
    <tr className="border-b border-ln2 last:border-b-0">
      <th scope="row" className="num w-16 px-2.5 py-1 text-left font-mono font-normal text-tx2">
        {at}
      </th>
      {numbered(cells).map(({ text: cell, place }) => (
        <td key={place} className="max-w-48 truncate px-2.5 py-1 font-mono text-tx1" title={cell}>
          {cell}
        </td>
      ))}
    </tr>
  );
}

function RowsTable({ file }: { file: FileRows }) {
  const last = file.rows.length - 1;
  const shown = [0, 1, last].filter((at, place, all) => at >= 0 && at <= last && all.indexOf(at) === place);
  return (
    <div className="overflow-x-auto">
      <table aria-label="Rows of the file" className="w-full text-12">
        <thead>
          <tr className="border-b border-ln2 text-tx3t">
            <th scope="col" className="px-2.5 py-1 text-left font-normal">
              index
            </th>
            {numbered(file.columns).map(({ text: column, place }) => (
              <th key={place} scope="col" className="px-2.5 py-1 text-left font-normal">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((at) => (
            <Cells key={at} at={at} cells={file.rows[at] ?? []} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Sends the rows along as a variable, or takes them out again. */
function SendAlong({ file }: { file: FileRows }) {
  const { valueIn, write, isInert } = useEdit();
  const value = valueIn(ENVIRONMENT);
  const variables: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const isAlong = variables.some(({ name, value: text }) => name === ROWS && text === file.lines);
  const isSmall = file.lines.length <= ROWS_CHARACTERS_MAX;
  const others = variables.filter(({ name }) => name !== ROWS);
  if (!isSmall) {
    return (
      <p>
        The rows have {formatNumber(file.lines.length)} characters: too many to go along in the call. Put the file where
        the job can read it.
      </p>
    );
  }
  return (
    <>
      <Checkbox
        label="Send the rows along as the variable ROWS"
        checked={isAlong}
        disabled={isInert}
        onChange={(is) => {
          const next = is ? [...others, { name: ROWS, value: file.lines }] : others;
          write(ENVIRONMENT, next.length === 0 ? undefined : next);
        }}
      >
        Send the rows along as the variable ROWS
      </Checkbox>
      {isAlong && (
        <p>
          A child reads its own by{' '}
          <code className="break-all text-12">{`printf '%s\\n' "$ROWS" | sed -n "$((AWS_BATCH_JOB_ARRAY_INDEX + 1))p"`}</code>
        </p>
      )}
    </>
  );
}

/** What was taken from a file: its first rows and the last, and what a child knows of them. */
function TakenRows({
  taken,
  canSend,
  onNames,
}: {
  taken: Taken;
  canSend: boolean;
  onNames: (hasNames: boolean) => void;
}) {
  const { name, file } = taken;
  return (
    <div className="overflow-hidden rounded-control border border-ln text-12 text-tx3t">
      <p className="flex flex-wrap items-center gap-2 border-b border-ln2 px-2.5 py-1.5">
        <span className="font-medium text-tx0">{name}</span>
        {formatCount(file.rows.length, 'row')}, {formatCount(file.columns.length, 'column')}, each row one child
        <span className="ml-auto">
          <Checkbox label="The first line names the columns" checked={file.hasNames} onChange={onNames}>
            first line is names
          </Checkbox>
        </span>
      </p>
      <RowsTable file={file} />
      <div className="flex flex-col gap-0.5 border-t border-ln2 px-2.5 py-1.5">
        <p>
          Batch gives a child its index only, as <code>AWS_BATCH_JOB_ARRAY_INDEX</code>; the file is not sent.
        </p>
        {canSend && <SendAlong file={file} />}
      </div>
    </div>
  );
}

/** The rows of a file or of a pasted text: as many children as rows. */
function RowsOf({ canSend }: { canSend: boolean }) {
  const { valueIn, write, isInert } = useEdit();
  const [taken, setTaken] = useState<Taken | null>(null);
  const [isPasting, setPasting] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const take = (name: string, text: string, hasNames?: boolean) => {
    const file = readRows(text, hasNames);
    const { least, most } = SUBMIT.arraySize;
    if (file.rows.length < least || file.rows.length > most) {
      setRefused(
        `${name} has ${formatCount(file.rows.length, 'row')}: an array has ${formatNumber(least)} to ${formatNumber(most)} children.`,
      );
      return;
    }
    setRefused(null);
    setTaken({ name, text, file });
    write(SIZE, file.rows.length);
  };
  const isFitting = taken !== null && valueIn(SIZE) === taken.file.rows.length;
  return (
    <EditRow label="Rows" paths={[]}>
      <div className="flex flex-wrap gap-1.5">
        <Button size="panel" disabled={isInert} onClick={() => input.current?.click()}>
          <FileText size={13} strokeWidth={1.75} aria-hidden />
          {taken === null ? 'A child for each row of a file…' : 'Another file…'}
        </Button>
        <Button size="panel" aria-expanded={isPasting} disabled={isInert} onClick={() => setPasting(!isPasting)}>
          Paste rows
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of rows"
        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file === undefined) return;
          if (file.size > FILE_CHARACTERS_MAX) setRefused(`${file.name} is larger than 8 MiB.`);
          else void file.text().then((text) => take(file.name, text));
        }}
      />
      {isPasting && (
        <textarea
          aria-label="Rows, one a line"
          rows={4}
          spellCheck={false}
          placeholder="one row a line; cells parted by commas or tabs"
          onChange={({ target }) => target.value.trim() !== '' && take('The text', target.value)}
          className={controlClass(false, 'h-auto! py-1.5 font-mono text-12')}
        />
      )}
      {refused !== null && (
        <p role="alert" className="text-12 text-badt">
          {refused}
        </p>
      )}
      {taken !== null && isFitting && (
        <TakenRows taken={taken} canSend={canSend} onNames={(is) => take(taken.name, taken.text, is)} />
      )}
    </EditRow>
  );
}

/** How many children, by a number or by the rows of a file. */
export function ArrayFields({ canSend }: { canSend: boolean }) {
  return (
    <>
      <EditText
        path={SIZE}
        label="Children"
        kind="number"
        className="w-28!"
        note="2 to 10,000; empty for a single job."
      />
      <RowsOf canSend={canSend} />
    </>
  );
}

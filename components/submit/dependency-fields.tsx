'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { dependenciesIn, isObject, type JsonObject, SUBMIT } from '@/lib/forms';
import type { JobRow, JobsPage } from '@/lib/history';
import { useConnection } from '../data/connection';
import { readJson } from '../data/read';
import { ComboInput } from '../edit/edit-combo';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatCount, shortenId } from '../format/number';
import { rowsQuery } from '../jobs/job-queries';
import { IconButton } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Select } from '../ui/select';
import { StatusGlyph } from '../ui/status';
import { type FoundJobs, knownJob } from './around';

const PATH = 'dependsOn';
const FOUND = 12;
const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([:#]\d+)?$/i;

const TYPES = [
  { value: 'whole', label: 'the whole job' },
  { value: 'N_TO_N', label: 'child by child, N_TO_N' },
] as const;

function Dependency({
  entry,
  at,
  row,
  onChange,
}: {
  entry: JsonObject;
  at: number;
  row: JobRow | undefined;
  onChange: (entry: JsonObject | null) => void;
}) {
  const { isInert, problems } = useEdit();
  const id = typeof entry.jobId === 'string' ? entry.jobId : '';
  const isWrong = problems.some(({ path }) => path.startsWith(`${PATH}[${at}]`));
  const { type: _type, ...plain } = entry;
  return (
    <li
      data-path={`${PATH}[${at}]`}
      className={`flex min-h-9 flex-wrap items-center gap-2.5 border-b border-ln2 py-0.5 pl-2.5 pr-1 last:border-b-0 ${isWrong ? 'bg-badg' : ''}`}
    >
      {row !== undefined && <StatusGlyph state={row.array?.shown ?? row.status} />}
      <span className="min-w-0 flex-1 truncate text-13 text-tx0" title={id}>
        {row?.name ?? 'not known here'}
        <span className="ml-2 font-mono text-12 text-tx3t">{shortenId(id)}</span>
        {row?.array != null && (
          <span className="ml-2 text-12 text-tx3t">{formatCount(row.array.size, 'child', 'children')}</span>
        )}
        {row?.status === 'FAILED' && <span className="ml-2 text-12 text-warn">failed: this job would fail too</span>}
      </span>
      <Select
        label={`Waits for, of ${row?.name ?? shortenId(id)}`}
        options={TYPES}
        value={entry.type === 'N_TO_N' ? 'N_TO_N' : 'whole'}
        disabled={isInert}
        onChange={(next) => onChange(next === 'N_TO_N' ? { ...entry, type: next } : plain)}
        className="border-edge bg-bg2"
      />
      <IconButton size="panel" label={`Take out ${row?.name ?? id}`} disabled={isInert} onClick={() => onChange(null)}>
        <X size={13} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </li>
  );
}

/** Finds a job by a part of its name or by its id, newest first; nothing is asked for until the field is used. */
function FindJob({ known, onAdd }: { known: readonly string[]; onAdd: (id: string, row: JobRow | undefined) => void }) {
  const { slug, epoch } = useConnection();
  const [typed, setTyped] = useState('');
  const [isUsed, setUsed] = useState(false);
  const asked = useDeferredValue(typed.trim());
  const isId = JOB_ID.test(asked);
  const { data } = useQuery({
    queryKey: ['read', slug, epoch, 'jobs-found', asked],
    queryFn: ({ signal }) =>
      readJson<JobsPage>(
        slug,
        'jobs',
        { epoch, limit: FOUND, ...(isId && { ids: [asked] }), ...(!isId && asked !== '' && { name: asked }) },
        signal,
      ),
    enabled: isUsed,
    meta: { topics: ['jobs'] },
  });
  const rows = (data?.rows ?? []).filter(({ id }) => !known.includes(id));
  const add = (id: string) => {
    onAdd(
      id,
      rows.find((row) => row.id === id),
    );
    setTyped('');
  };
  return (
    <ComboInput
      label="Add a job to wait for"
      listLabel="Jobs found"
      placeholder="another, by name or id"
      value={typed}
      options={rows.map((row) => ({
        value: row.id,
        label: (
          <span className="inline-flex min-w-0 items-center gap-2">
            <StatusGlyph state={row.array?.shown ?? row.status} />
            <span className="truncate">{row.name}</span>
            <span className="font-mono text-12 text-tx3t">{shortenId(row.id)}</span>
          </span>
        ),
        note: row.array === null ? row.queue : formatCount(row.array.size, 'child', 'children'),
      }))}
      onFocus={() => setUsed(true)}
      onType={setTyped}
      onChoose={add}
      onEnter={() => isId && !known.includes(asked) && add(asked)}
    />
  );
}

/** The jobs that must succeed first. `found` is told of each that is known, so that the rules can look at it. */
export function DependencyFields({ found }: { found: FoundJobs }) {
  const { slug, epoch } = useConnection();
  const { document, valueIn, write, isInert } = useEdit();
  const value = valueIn(PATH);
  const list: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const ids = dependenciesIn(document);
  const { data } = useQuery(rowsQuery({ slug, epoch }, ids));
  const isArray = valueIn('arrayProperties.size') !== undefined;
  const isSequential = list.some(({ type }) => type === 'SEQUENTIAL');
  const put = (next: JsonObject[]) => write(PATH, next.length === 0 ? undefined : next);
  const named = list.map((entry, at) => ({ entry, at })).filter(({ entry }) => entry.type !== 'SEQUENTIAL');
  return (
    <EditRow
      label="Depends on"
      paths={[PATH]}
      note="It starts when each of them has succeeded; where one fails, it fails too."
    >
      {named.length > 0 && (
        <ul aria-label="Jobs it waits for" className="rounded-control border border-ln">
          {named.map(({ entry, at }) => (
            <Dependency
              key={at}
              entry={entry}
              at={at}
              row={data?.rows.find(({ id }) => id === entry.jobId)}
              onChange={(next) => put(next === null ? list.toSpliced(at, 1) : list.toSpliced(at, 1, next))}
            />
          ))}
        </ul>
      )}
      {list.length < SUBMIT.dependenciesMost && (
        <div data-path={PATH} className="flex max-w-md">
          <FindJob
            known={ids}
            onAdd={(jobId, row) => {
              if (row !== undefined) found[jobId] = knownJob(row);
              const isSame = isArray && row?.array != null && row.array.size === valueIn('arrayProperties.size');
              put([...list, isSame ? { jobId, type: 'N_TO_N' } : { jobId }]);
            }}
          />
        </div>
      )}
      {(isArray || isSequential) && (
        <Checkbox
          label="Each child after the one before it"
          checked={isSequential}
          disabled={isInert}
          onChange={(is) =>
            put(is ? [...list, { type: 'SEQUENTIAL' }] : list.filter(({ type }) => type !== 'SEQUENTIAL'))
          }
        >
          each child after the one before it, SEQUENTIAL
        </Checkbox>
      )}
    </EditRow>
  );
}

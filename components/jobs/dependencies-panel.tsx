'use client';

import type { JobStatus } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatCount, shortenId } from '../format/number';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { StatusPill } from '../ui/status';
import { jobHref } from './job-outcome';

interface Entry {
  id: string;
  name: string | null;
  status: JobStatus | null;
  type: string | null;
}

const MOST_SHOWN = 200;
/** What holds something up stands first, what has succeeded last. */
const ORDER: readonly (JobStatus | null)[] = [
  'FAILED',
  'RUNNABLE',
  'PENDING',
  'SUBMITTED',
  'SCHEDULED',
  'STARTING',
  'RUNNING',
  null,
  'SUCCEEDED',
];

const TYPE: Readonly<Record<string, string>> = {
  N_TO_N: 'each child after the same child of it',
  SEQUENTIAL: 'each child after the one before it',
};

function List({ title, empty, entries, slug }: { title: string; empty: string; entries: Entry[]; slug: string }) {
  const sorted = [...entries].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <Panel title={title} unit={entries.length === 0 ? undefined : formatCount(entries.length, 'job')} flush>
      {entries.length === 0 ? (
        <p className="px-3.5 py-4 text-13 text-tx2">{empty}</p>
      ) : (
        <ul>
          {sorted.slice(0, MOST_SHOWN).map((entry) => (
            <li
              key={`${entry.id} ${entry.type}`}
              className="flex min-h-row items-center gap-3 border-b border-ln2 px-3.5 text-13 last:border-b-0"
            >
              {entry.status === null ? (
                <span className="w-28 text-tx3t">not known</span>
              ) : (
                <StatusPill state={entry.status} className="w-28 text-tx1" />
              )}
              {entry.id === '' ? (
                <span className="flex-1 text-tx1">itself</span>
              ) : (
                <Link
                  href={jobHref(slug, entry.id)}
                  className="min-w-0 flex-1 truncate font-semibold text-tx0 hover:underline"
                >
                  {entry.name ?? entry.id}
                </Link>
              )}
              {entry.type !== null && <span className="text-12 text-tx2">{TYPE[entry.type] ?? entry.type}</span>}
              <code className="text-11 text-tx3t" title={entry.id}>
                {shortenId(entry.id)}
              </code>
            </li>
          ))}
          {entries.length > MOST_SHOWN && (
            <li className="px-3.5 py-2 text-12 text-tx3t">
              {MOST_SHOWN} of {entries.length}
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

/** What must end before this job, and what waits for it, by state. */
export function DependenciesPanel({ page }: { page: JobPage }) {
  const { slug } = useConnection();
  const dependents = page.dependents.map((one) => ({ ...one, type: null }));
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2">
      <List title="Starts after" empty="It depends on no other job." entries={page.dependsOn} slug={slug} />
      <List title="Wait for it" empty="No job depends on it." entries={dependents} slug={slug} />
    </div>
  );
}

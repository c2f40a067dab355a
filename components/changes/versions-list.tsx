'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { VersionRow, VersionsPage } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { classNames } from '../ui/class-names';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';
import { changeWords } from './change-words';
import { type ChangedResource, movesQuery } from './changes-queries';
import { diffDocuments } from './diff-documents';
import { authorWords, versionTitle } from './version-words';

function Moves({ resource, after, count }: { resource: ChangedResource; after: string; count: number }) {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({ ...movesQuery(useConnection(), resource, after), enabled: isOpen });
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  const failed = readFailure('What AWS moved', query);
  return (
    <div className="border-b border-ln2 pl-9 pr-3.5">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-7 w-full items-center gap-1 text-left text-12 text-tx3t hover:text-tx0 max-md:min-h-11"
      >
        <Arrow size={13} strokeWidth={1.75} aria-hidden />
        AWS moved it {formatCount(count, 'time')} since
      </button>
      {isOpen && failed !== null && <p className="pb-2 text-12 text-badt">{failed.title}</p>}
      {isOpen && query.data !== undefined && (
        <ul className="quiet-scroll max-h-56 overflow-y-auto pb-2">
          {query.data.moves.map((move) => (
            <li key={move.seq} className="flex justify-between gap-3 text-12 text-tx2">
              <span className="min-w-0 break-words">
                {changeWords(diffDocuments(move.before, move.document).changes)}
              </span>
              <TimeText at={move.at} style="short" className="shrink-0 text-tx3t" />
            </li>
          ))}
          {query.data.older > 0 && (
            <li className="text-12 text-tx3t">{formatCount(query.data.older, 'more', 'more')}, older</li>
          )}
        </ul>
      )}
    </div>
  );
}

/** The letter of a chosen version, or the way to compare from this one. */
export function CompareFrom({
  side,
  label,
  onChoose,
}: {
  side: 'A' | 'B' | null;
  label: string;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={side === 'A'}
      title={label}
      disabled={side === 'B'}
      onClick={onChoose}
      className={classNames(
        'flex w-9 shrink-0 items-start justify-center pt-2 text-13 font-semibold focus-visible:-outline-offset-2',
        side === null ? 'text-transparent hover:text-tx3t focus-visible:text-tx3t group-hover:text-tx3' : 'text-acx',
      )}
    >
      {side ?? 'A'}
    </button>
  );
}

/** The edits of a resource; a click lays one over the one before it, the letter A at its left compares from it. */
export function VersionsList({
  resource,
  page,
  a,
  b,
  onChoose,
}: {
  resource: ChangedResource;
  page: VersionsPage;
  a: VersionRow | null;
  b: VersionRow | null;
  onChoose: (chosen: { a: string | null; b: string | null }) => void;
}) {
  const total = page.versions.length + page.older;
  return (
    <Panel title="Versions" unit={formatCount(total, 'edit')} flush>
      <ol aria-label="Versions">
        {page.versions.map((version, index) => {
          const older = page.versions[index + 1];
          const side = version === b ? 'B' : version === a ? 'A' : null;
          const title = versionTitle(version, older, page.older === 0);
          return (
            <li key={version.seq}>
              <div
                className={classNames(
                  'group flex border-b border-ln2',
                  side === 'B' ? 'bg-acs' : side === 'A' ? 'bg-bg2' : 'hover:bg-bg2',
                )}
              >
                <CompareFrom
                  side={side}
                  label={`Compare from ${title}`}
                  onChoose={() => onChoose({ a: version.seq, b: b?.seq ?? null })}
                />
                <button
                  type="button"
                  aria-current={side === 'B' ? 'true' : undefined}
                  onClick={() => onChoose({ a: null, b: version.seq })}
                  className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3 py-2 pr-3.5 text-left focus-visible:-outline-offset-2"
                >
                  <span className="min-w-0 break-words text-13 font-medium text-tx0">{title}</span>
                  <span className="ml-auto flex flex-col items-end text-12 text-tx2">
                    <TimeText at={version.at} style="short" />
                    <span className="max-w-44 truncate" title={authorWords(version.by)}>
                      {authorWords(version.by)}
                    </span>
                  </span>
                </button>
              </div>
              {version.moves > 0 && <Moves resource={resource} after={version.seq} count={version.moves} />}
            </li>
          );
        })}
      </ol>
      <p className="px-3.5 py-2 text-12 text-tx3t">
        {page.older > 0 && `${formatCount(page.older, 'edit')} are older and not listed. `}– where no source knows who.
      </p>
    </Panel>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { visibleText } from '@/lib/batch';
import type { ActivityEntry } from '@/lib/history';
import { diffDocuments } from '../changes/diff-documents';
import { DocumentDiffView } from '../changes/document-diff-view';
import { formatDuration } from '../format/duration';
import { CopyButton } from '../ui/copy-button';
import { UserText } from '../ui/user-text';
import { WallTime } from '../ui/wall-time';
import { activityEntry } from './activity-queries';

function Facts({ of, entry }: { of: string; entry: ActivityEntry }) {
  const path = `/${of}/activity?entry=${encodeURIComponent(entry.id)}`;
  const rows: [string, React.ReactNode][] = [
    ['At', <WallTime key="at" at={entry.at} />],
    ['Who', <UserText key="who" text={entry.actor} />],
    ['From', <code key="from">{entry.address}</code>],
    ['Took', entry.tookMs === null ? '–' : formatDuration(entry.tookMs)],
    ['Needs', entry.permission ?? 'no role'],
  ];
  return (
    <div className="w-60 shrink-0 max-lg:w-full">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-tx3t">{label}</dt>
            <dd className="min-w-0 break-words text-tx1">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2">
        <CopyButton
          text={typeof window === 'undefined' ? path : `${window.location.origin}${path}`}
          label="Copy the link to this entry"
          words="Copy link"
        />
      </p>
    </div>
  );
}

function Changed({ entry }: { entry: ActivityEntry }) {
  if (entry.before !== null || entry.after !== null) {
    const { lines } = diffDocuments(entry.before, entry.after);
    return (
      <div className="overflow-hidden rounded-control border border-ln2">
        <DocumentDiffView lines={lines} label="Before and after" mode="unified" />
      </div>
    );
  }
  if (entry.input === null || Object.keys(entry.input).length === 0) {
    return (
      <p className="text-13 text-tx2">
        {entry.source === 'access-key'
          ? 'The call itself stands encrypted in the simulator’s log.'
          : 'Nothing about what was asked is kept.'}
      </p>
    );
  }
  return (
    <>
      <p className="mb-1 text-12 text-tx3t">What was asked</p>
      <pre className="quiet-scroll max-h-96 overflow-auto whitespace-pre-wrap break-all rounded-control border border-ln2 px-3 py-2 text-12 text-tx1">
        {visibleText(JSON.stringify(entry.input, null, 2))}
      </pre>
    </>
  );
}

/** An act opened: what it changed, words marked, and from where. Loaded when it is asked for. */
export function EntryDetail({ of, id }: { of: string; id: string }) {
  const { data: entry, error } = useQuery(activityEntry(of, id));
  if (entry === undefined) {
    return (
      <p className="px-3.5 py-3 text-13 text-tx2" role={error === null ? 'status' : 'alert'}>
        {error === null ? 'Reading…' : error.message}
      </p>
    );
  }
  return (
    <div className="flex gap-5 px-3.5 py-3 max-lg:flex-col">
      <div className="min-w-0 flex-1">
        {entry.error !== null && (
          <p className="mb-2 break-words text-13 text-badt">{visibleText(entry.error.message)}</p>
        )}
        <Changed entry={entry} />
        {entry.masked.length > 0 && (
          <p className="mt-1 text-12 text-tx3t">Masked before it was stored: {visibleText(entry.masked.join(', '))}.</p>
        )}
      </div>
      <Facts of={of} entry={entry} />
    </div>
  );
}

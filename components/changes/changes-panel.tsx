'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useConnection } from '../data/connection';
import { codeOf, readFailure } from '../jobs/read-failure';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { TimeText } from '../ui/time-text';
import { type ChangedResource, versionsQuery } from './changes-queries';
import { DiffPanel } from './diff-panel';
import { EffectPanel } from './effect-panel';
import { chosenVersions, MOVED_MEMBERS } from './version-words';
import { VersionsList } from './versions-list';

/**
 * What changed on an environment, queue or scheduling policy: its versions with who and when, any two of them laid over each
 * other (`?a=` and `?b=`), and the numbers since against those before. Reads for itself; load it on first use.
 */
export function ChangesPanel({ kind, name }: ChangedResource) {
  const resource = { kind, name };
  const query = useQuery(versionsQuery(useConnection(), resource));
  const [asked, setAsked] = useQueryStates({ a: parseAsString, b: parseAsString });
  const page = query.data;
  const failed = readFailure('The versions', query);
  if (page === undefined) {
    return (
      <Panel title="Versions" flush error={codeOf(query.error) === 'not-found' ? null : failed}>
        {query.error === null ? (
          <SkeletonRows rows={5} columns={3} label="Reading the versions" />
        ) : (
          <EmptyState title="No version was recorded.">
            Edits appear here from the first one that history saw.
          </EmptyState>
        )}
      </Panel>
    );
  }
  const { a, b } = chosenVersions(page.versions, asked);
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,285px)_minmax(0,1fr)_minmax(0,330px)]">
      <VersionsList resource={resource} page={page} a={a} b={b} onChoose={(chosen) => void setAsked(chosen)} />
      {b !== null && (
        <>
          <DiffPanel
            title="What changed"
            label={`What changed on ${name}`}
            a={{ label: a === null ? 'nothing' : <TimeText at={a.at} style="short" />, document: a?.document ?? null }}
            b={{ label: <TimeText at={b.at} style="short" />, document: b.document }}
            ignore={MOVED_MEMBERS}
          />
          <EffectPanel resource={resource} version={b.seq} />
        </>
      )}
    </div>
  );
}

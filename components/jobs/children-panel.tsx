'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JobStatus } from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { facetsQuery } from '../data/queries';
import { formatCount } from '../format/number';
import { NOTHING, type Selection } from '../list/selection';
import { StateBar } from '../ui/bars';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { StateChips } from './filter-bar';
import type { JobActions } from './job-acts';
import { JobGrid } from './job-grid';
import { JobsBulkBar } from './jobs-bulk-bar';
import { matching } from './no-match';
import { readFailure } from './read-failure';
import { useJobList } from './use-job-list';

/** The children of an array: how many in each state, and every one of them by index. */
export function ChildrenPanel({ job, actions }: { job: JobRow; actions: JobActions }) {
  const connection = useConnection();
  const [status, setStatus] = useState<JobStatus[]>([]);
  const [selection, setSelection] = useState<Selection<JobRow>>(NOTHING);
  const query = useMemo(() => ({ parent: job.id, ...(status.length > 0 && { status }) }), [job.id, status]);
  const list = useJobList(query);
  const facets = useQuery(facetsQuery(connection, { parent: job.id }));
  const counts = facets.data?.byStatus ?? job.array?.counts ?? {};
  const failed = readFailure('The list of children', { error: list.error, refetch: list.retry });
  const choose = (next: JobStatus[]) => {
    setSelection(NOTHING);
    setStatus(next);
  };
  return (
    <div className="flex flex-col gap-3">
      <StateBar counts={counts} height={12} onSelect={(one) => choose([one])} />
      <StateChips counts={counts} chosen={status} onChange={choose} />
      {failed !== null && (
        <Panel title="Children" flush error={failed}>
          <p className="px-3.5 pt-4 text-13 text-tx2">What was read before stays.</p>
        </Panel>
      )}
      {list.isLoading ? (
        <div className="rounded-panel border border-ln2 bg-bg1">
          <SkeletonRows rows={10} columns={6} label="Reading children" />
        </div>
      ) : list.rows.length === 0 ? (
        <p className="rounded-panel border border-ln2 bg-bg1 px-3.5 py-6 text-13 text-tx2">
          {status.length > 0 ? 'No child is in these states now.' : 'No child was recorded yet.'}
        </p>
      ) : (
        <div>
          <JobGrid
            list={list}
            label={`Children of ${job.name}`}
            note={`by index, ${formatCount(facets.data === undefined ? list.rows.length : matching(facets.data, status), 'child', 'children')}`}
            selection={selection}
            onSelect={setSelection}
            isChildren
            sorting={null}
          />
          <JobsBulkBar
            selection={selection}
            rows={list.rows}
            query={query}
            matching={facets.data === undefined ? 0 : matching(facets.data, status)}
            actions={actions}
            onSelect={setSelection}
          />
        </div>
      )}
    </div>
  );
}

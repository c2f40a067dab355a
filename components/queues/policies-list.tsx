'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Copy, Pencil, Tag, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo, useState } from 'react';
import type { PolicyRow } from '@/lib/history';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { ResourceList } from '../list/resource-list';
import { NOTHING } from '../list/selection';
import { useResourceList } from '../list/use-resource-list';
import { activityAct, type ResourceAct } from '../resource-acts/act';
import { ActButtons, ActMenu } from '../resource-acts/act-buttons';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import type { AskedOfPolicies, PolicyActions } from './policy-acts';
import { type ListedPolicy, listedPolicy, narrowPolicy, policyColumns, policyHref } from './policy-rows';

const PolicyActDialogs = dynamic(() => import('./policy-act-dialogs').then((loaded) => loaded.PolicyActDialogs), {
  ssr: false,
});

function usePolicyActs(actions: PolicyActions, onDone: () => void) {
  const { slug } = useConnection();
  const access = useAccess();
  const [asked, setAsked] = useState<AskedOfPolicies | null>(null);
  const actsOf = (rows: readonly ListedPolicy[]): ResourceAct[] => {
    const why = refusalFor(access, 'resources.write', { queues: rows.flatMap(({ queues }) => queues) });
    const name = encodeURIComponent(rows[0]?.name ?? '');
    const isOne = rows.length === 1;
    const acts: Omit<ResourceAct, 'why'>[] = [
      ...(isOne ? [{ key: 'edit', label: 'Edit', icon: Pencil, href: policyHref(slug, rows[0]?.name ?? '') }] : []),
      { key: 'tags', label: 'Tags…', icon: Tag, onSelect: () => setAsked({ act: 'tags', rows }) },
      ...(isOne
        ? [{ key: 'clone', label: 'Clone', icon: Copy, href: `/${slug}/queues/policies/new?from=${name}` }]
        : []),
      {
        key: 'delete',
        label: isOne ? 'Delete…' : `Delete ${formatNumber(rows.length)}…`,
        icon: Trash2,
        isDanger: true,
        onSelect: () => setAsked({ act: 'delete', rows }),
      },
    ];
    const [only] = rows;
    const own = acts.map((act) => ({ ...act, why }));
    return isOne && only !== undefined ? [...own, activityAct(slug, `policy ${only.name}`)] : own;
  };
  const dialogs: ReactNode =
    asked === null ? null : (
      <PolicyActDialogs
        asked={asked}
        actions={actions}
        onClose={(isDone) => {
          setAsked(null);
          if (isDone) onDone();
        }}
      />
    );
  return { actsOf, dialogs, isAsking: asked !== null };
}

function Policies({ policies, actions }: { policies: readonly PolicyRow[]; actions: PolicyActions }) {
  const { slug } = useConnection();
  const all = useMemo(() => policies.map(listedPolicy), [policies]);
  const columns = useMemo(() => policyColumns(slug), [slug]);
  const list = useResourceList(all, columns);
  const acts = usePolicyActs(actions, () => list.select(NOTHING));
  return (
    <>
      <ResourceList
        label="Scheduling policies"
        noun="policy"
        hints="share, queue, tag"
        hasKinds={false}
        all={all}
        list={list}
        columns={columns}
        hrefOf={({ name }) => policyHref(slug, name)}
        menuOf={(row) => <ActMenu name={row.name} acts={acts.actsOf([row])} />}
        narrowOf={narrowPolicy}
      />
      <BulkBar
        label="Chosen policies"
        count={list.chosen.length}
        isBusy={acts.isAsking}
        onClear={() => list.select(NOTHING)}
      >
        <ActButtons name="the chosen policies" acts={acts.actsOf(list.chosen)} shown={3} />
      </BulkBar>
      {acts.dialogs}
    </>
  );
}

/** The scheduling policies with the queues that use them. */
export function PoliciesList({
  query,
  actions,
  newButton,
}: {
  query: UseQueryResult<PolicyRow[]>;
  actions: PolicyActions;
  newButton: ReactNode;
}) {
  const failed = readFailure('The list of policies', query);
  if (query.data === undefined)
    return failed === null ? (
      <SkeletonRows rows={3} columns={5} label="Reading policies" />
    ) : (
      <Panel title="Scheduling policies" flush error={failed}>
        {null}
      </Panel>
    );
  if (query.data.length === 0)
    return (
      <EmptyState
        title="No scheduling policy yet"
        action={newButton}
        command="aws batch create-scheduling-policy --name by-team --fairshare-policy …"
      >
        A policy gives the shares of a queue their weights. A queue without one is first in, first out.
      </EmptyState>
    );
  return <Policies policies={query.data} actions={actions} />;
}

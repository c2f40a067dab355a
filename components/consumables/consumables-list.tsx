'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { ConsumableRow } from '@/lib/history';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { consumablesQuery } from '../data/queries';
import { readFailure } from '../jobs/read-failure';
import { ResourceList } from '../list/resource-list';
import { NOTHING } from '../list/selection';
import { useResourceList } from '../list/use-resource-list';
import { ActButtons, ActMenu } from '../resource-acts/act-buttons';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import type { ConsumableActions } from './consumable-acts';
import { consumableHref } from './consumable-href';
import { consumableColumns, listedConsumable, narrowConsumable } from './consumable-rows';
import { useConsumableActs } from './use-consumable-acts';

function Consumables({ rows, actions }: { rows: readonly ConsumableRow[]; actions: ConsumableActions }) {
  const { slug } = useConnection();
  const all = useMemo(() => rows.map(listedConsumable), [rows]);
  const columns = useMemo(() => consumableColumns(slug), [slug]);
  const list = useResourceList(all, columns);
  const acts = useConsumableActs(actions, () => list.select(NOTHING));
  return (
    <>
      <ResourceList
        label="Consumable resources"
        noun="consumable resource"
        hints="definition, tag"
        all={all}
        list={list}
        columns={columns}
        hrefOf={({ name }) => consumableHref(slug, name)}
        menuOf={(row) => <ActMenu name={row.name} acts={acts.actsOf([row])} />}
        narrowOf={narrowConsumable}
      />
      <BulkBar
        label="Chosen consumable resources"
        count={list.chosen.length}
        isBusy={acts.isAsking}
        onClear={() => list.select(NOTHING)}
      >
        <ActButtons name="the chosen consumable resources" acts={acts.actsOf(list.chosen)} shown={3} />
      </BulkBar>
      {acts.dialogs}
    </>
  );
}

/** The consumable resources: how much of each is free, and which definitions need it. */
export function ConsumablesList({ actions, newButton }: { actions: ConsumableActions; newButton: ReactNode }) {
  const query = useQuery(consumablesQuery(useConnection()));
  const failed = readFailure('The list of consumable resources', query);
  if (query.data === undefined)
    return failed === null ? (
      <SkeletonRows rows={3} columns={5} label="Reading consumable resources" />
    ) : (
      <Panel title="Consumable resources" flush error={failed}>
        {null}
      </Panel>
    );
  if (query.data.length === 0)
    return (
      <EmptyState
        title="No consumable resource yet"
        action={newButton}
        command="aws batch create-consumable-resource --consumable-resource-name licence --total-quantity 5"
      >
        A licence, a connection, a budget: what jobs need besides vCPU and memory, counted in units. A job waits until
        enough of it is free.
      </EmptyState>
    );
  return <Consumables rows={query.data} actions={actions} />;
}

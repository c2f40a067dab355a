'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { DefinitionRow } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { ResourceList } from '../list/resource-list';
import { NOTHING } from '../list/selection';
import { useResourceList } from '../list/use-resource-list';
import type { ResourceAct } from '../resource-acts/act';
import { ActButtons, ActMenu } from '../resource-acts/act-buttons';
import { PageSentence } from '../shell/page-frame';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { definitionsQuery } from './definition-queries';
import {
  definitionColumns,
  definitionHref,
  definitionsSentence,
  type ListedDefinition,
  listed,
  narrowDefinition,
  rankDefinitions,
} from './definition-rows';
import type { DeregisterAction, DeregisterPlan } from './deregister';
import { useDefinitionActs } from './use-definition-acts';

const DeregisterDialog = dynamic(() => import('./deregister').then((module) => module.DeregisterDialog), {
  ssr: false,
});

function planFor(rows: readonly ListedDefinition[]): DeregisterPlan {
  const used = rows.filter((row) => row.ended > 0);
  const [only] = rows;
  return {
    definitions: rows.flatMap((row) => row.active.map((revision) => `${row.name}:${revision}`)),
    waiting: null,
    running: null,
    used: used.map((row) => ({ label: row.name, note: `${formatCount(row.ended, 'job')} ended in 7 days` })),
    ...(used.length > 0 && { typed: rows.length === 1 && only !== undefined ? only.name : String(rows.length) }),
  };
}

/** What one may do with one definition, or with several. */
function useListedActs(onDeregister: (rows: ListedDefinition[]) => void) {
  const { actsOf, deregisterAct } = useDefinitionActs();
  return (rows: ListedDefinition[]): ResourceAct[] => {
    const [only] = rows;
    const active = rows.filter((row) => row.status === 'ACTIVE');
    const deregister = deregisterAct('Deregister…', active.length > 0, () => onDeregister(active));
    return rows.length === 1 && only !== undefined ? actsOf(only, deregister) : [deregister];
  };
}

function NewButton() {
  const { slug } = useConnection();
  return (
    <Permitted permission="resources.write">
      <ButtonLink href={`/${slug}/definitions/new`}>
        <Plus size={15} strokeWidth={1.75} aria-hidden />
        New definition
      </ButtonLink>
    </Permitted>
  );
}

function DefinitionsList({
  definitions,
  deregister,
}: {
  definitions: readonly DefinitionRow[];
  deregister: DeregisterAction;
}) {
  const { slug } = useConnection();
  const all = useMemo(() => rankDefinitions(definitions).map(listed), [definitions]);
  const columns = useMemo(() => definitionColumns(slug), [slug]);
  const list = useResourceList(all, columns);
  const [plan, setPlan] = useState<DeregisterPlan | null>(null);
  const actsOf = useListedActs((rows) => setPlan(planFor(rows)));
  return (
    <>
      <ResourceList
        label="Definitions"
        noun="definition"
        hints="image, kind, tag"
        all={all}
        list={list}
        columns={columns}
        hrefOf={({ name }) => definitionHref(slug, name)}
        menuOf={(row) => <ActMenu name={row.name} acts={actsOf([row])} />}
        narrowOf={narrowDefinition}
      />
      <BulkBar
        label="Chosen definitions"
        count={list.chosen.length}
        isBusy={plan !== null}
        onClear={() => list.select(NOTHING)}
      >
        <ActButtons name="the chosen definitions" acts={actsOf(list.chosen)} shown={3} />
      </BulkBar>
      {plan !== null && (
        <DeregisterDialog
          plan={plan}
          action={deregister}
          onClose={(isDone) => {
            setPlan(null);
            if (isDone) list.select(NOTHING);
          }}
        />
      )}
    </>
  );
}

/** All definitions: which are used, which fail, and what to do with them. */
export function DefinitionsBoard({ deregister }: { deregister: DeregisterAction }) {
  const query = useQuery(definitionsQuery(useConnection()));
  const failed = readFailure('The list of definitions', query);
  const list = query.data;
  if (list === undefined) {
    return (
      <Panel title="Definitions" flush error={failed}>
        {failed === null ? <SkeletonRows rows={6} columns={6} label="Reading definitions" /> : <div className="h-4" />}
      </Panel>
    );
  }
  const { first, trouble } = definitionsSentence(list.rows);
  return (
    <>
      <PageSentence
        aside={<NewButton />}
        second={
          list.newest === null ? undefined : `Of 7 days only the newest ${formatNumber(list.newest)} jobs are counted.`
        }
      >
        {first}
        {trouble === null ? (
          '.'
        ) : (
          <>
            ; <span className="text-badt">{trouble}.</span>
          </>
        )}
      </PageSentence>
      {failed !== null && (
        <p role="alert" className="mb-3 text-12 text-warn">
          {failed.title} What you see is the last that was read.
        </p>
      )}
      {list.rows.length === 0 ? (
        <Panel title="Definitions" flush>
          <EmptyState
            title="No job definition yet"
            action={<NewButton />}
            command="aws batch register-job-definition --job-definition-name hello --type container --container-properties …"
          >
            A definition says what a job runs: its image, command, vCPUs and memory. Each change is a new revision.
          </EmptyState>
        </Panel>
      ) : (
        <DefinitionsList definitions={list.rows} deregister={deregister} />
      )}
    </>
  );
}

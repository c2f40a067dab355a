'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { EnvironmentRow, QueueRow } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { BulkBar } from '../consequence/bulk-bar';
import { useConnection } from '../data/connection';
import { environmentsQuery, queuesQuery } from '../data/queries';
import { formatMoney } from '../format/money';
import { formatNumber, formatVcpus } from '../format/number';
import { OpenDeletes } from '../guided-delete/delete-notice';
import { readFailure } from '../jobs/read-failure';
import { LIST_STATE } from '../list/list-state';
import { ResourceList } from '../list/resource-list';
import { NOTHING } from '../list/selection';
import { useResourceList } from '../list/use-resource-list';
import { ActButtons, ActMenu } from '../resource-acts/act-buttons';
import type { ResourceActions } from '../resource-acts/kind-acts';
import type { ServiceEnvironmentActions } from '../service-environments/service-acts';
import { ServicesList } from '../service-environments/services-list';
import { PageSentence } from '../shell/page-frame';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { environmentColumns, environmentHref, listedEnvironment, narrowEnvironment } from './environment-rows';
import { environmentsSentence, totalsOf } from './environment-words';
import { InvalidLine } from './invalid-note';
import { useEnvironmentActs } from './use-environment-acts';

const TAB = parseAsStringLiteral(['environments', 'services']).withDefault('environments');

function NewButton() {
  const { slug } = useConnection();
  return (
    <Permitted permission="resources.write">
      <ButtonLink href={`/${slug}/environments/new`}>
        <Plus size={15} strokeWidth={1.75} aria-hidden />
        New environment
      </ButtonLink>
    </Permitted>
  );
}

function EnvironmentsList({
  environments,
  queues,
  actions,
}: {
  environments: readonly EnvironmentRow[];
  queues: readonly QueueRow[];
  actions: ResourceActions;
}) {
  const { slug, tellsCapacity } = useConnection();
  const reasons = useMemo(() => queues.flatMap((queue) => queue.reasons), [queues]);
  const all = useMemo(() => environments.map((one) => listedEnvironment(one, reasons)), [environments, reasons]);
  const columns = useMemo(() => environmentColumns(slug, reasons, tellsCapacity), [slug, reasons, tellsCapacity]);
  const list = useResourceList(all, columns);
  const acts = useEnvironmentActs(actions, environments, queues, () => list.select(NOTHING));
  return (
    <>
      <ResourceList
        label="Environments"
        noun="environment"
        hints="queue, kind, tag"
        all={all}
        list={list}
        columns={columns}
        hrefOf={({ name }) => environmentHref(slug, name)}
        menuOf={(row) => <ActMenu name={row.name} acts={acts.actsOf([row])} />}
        narrowOf={(row) => narrowEnvironment(row, reasons)}
      />
      {list.rows
        .filter(({ status }) => status === 'INVALID')
        .map((row) => (
          <InvalidLine key={row.name} environment={row} />
        ))}
      <OpenDeletes kind="environment" />
      <BulkBar
        label="Chosen environments"
        count={list.chosen.length}
        isBusy={acts.isAsking}
        onClear={() => list.select(NOTHING)}
      >
        <ActButtons name="the chosen environments" acts={acts.actsOf(list.chosen)} />
      </BulkBar>
      {acts.dialogs}
    </>
  );
}

function Compute({
  environments,
  queues,
  actions,
}: {
  environments: readonly EnvironmentRow[] | undefined;
  queues: readonly QueueRow[];
  actions: ResourceActions;
}) {
  if (environments === undefined) return <SkeletonRows rows={6} columns={6} label="Reading environments" />;
  if (environments.length > 0)
    return <EnvironmentsList environments={environments} queues={queues} actions={actions} />;
  return (
    <EmptyState
      title="No environment yet"
      action={<NewButton />}
      command="aws batch create-compute-environment --compute-environment-name fleet --type MANAGED …"
    >
      An environment is where jobs run: instances that Batch starts and ends, or Fargate.
    </EmptyState>
  );
}

/** All environments: which is full or INVALID, what each runs and costs; and what to do with them. */
export function EnvironmentsBoard({
  actions,
  serviceActions,
}: {
  actions: ResourceActions;
  serviceActions: ServiceEnvironmentActions;
}) {
  const [{ tab }, setState] = useQueryStates({ ...LIST_STATE, tab: TAB }, { history: 'replace' });
  const connection = useConnection();
  const query = useQuery(environmentsQuery(connection));
  const queues = useQuery(queuesQuery(connection));
  const environments = query.data;
  const failed = readFailure('The list of environments', query);
  const reasons = (queues.data ?? []).flatMap((queue) => queue.reasons);
  const totals = totalsOf(environments ?? []);
  return (
    <>
      {environments !== undefined && environments.length > 0 && (
        <PageSentence
          aside={<NewButton />}
          second={
            <span className="num">
              {connection.tellsCapacity && `They run ${formatNumber(totals.provisioned)} vCPU`}
              {connection.tellsCapacity &&
                totals.nanoUsdPerHour !== null &&
                ` for ${formatMoney(totals.nanoUsdPerHour)} an hour`}
              {connection.tellsCapacity
                ? `; jobs use ${formatVcpus(totals.used)}.`
                : `Jobs use ${formatVcpus(totals.used)} of at most ${formatNumber(totals.maximum)} vCPU.`}
            </span>
          }
        >
          {environmentsSentence(environments, reasons)}
        </PageSentence>
      )}
      {failed !== null && (
        <Panel title="Environments" flush error={failed} className="mb-3">
          {null}
        </Panel>
      )}
      <Tabs
        label="Compute and service environments"
        value={tab}
        onChange={(next) =>
          void setState({ q: null, state: null, kind: null, tag: null, sort: null, chosen: null, tab: next })
        }
        items={[
          {
            value: 'environments',
            label: 'Compute environments',
            ...(environments !== undefined && { note: String(environments.length) }),
            content: <Compute environments={environments} queues={queues.data ?? []} actions={actions} />,
          },
          {
            value: 'services',
            label: 'Service environments',
            content: <ServicesList actions={serviceActions} />,
          },
        ]}
      />
    </>
  );
}

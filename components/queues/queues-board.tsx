'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { QueueRow } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { BulkBar } from '../consequence/bulk-bar';
import type { ConsumableActions } from '../consumables/consumable-acts';
import { ConsumablesList } from '../consumables/consumables-list';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { policiesQuery, queuesQuery } from '../data/queries';
import { OpenDeletes } from '../guided-delete/delete-notice';
import { readFailure } from '../jobs/read-failure';
import { LIST_STATE } from '../list/list-state';
import { ResourceList } from '../list/resource-list';
import { NOTHING } from '../list/selection';
import { useResourceList } from '../list/use-resource-list';
import { ActButtons, ActMenu } from '../resource-acts/act-buttons';
import type { ResourceActions } from '../resource-acts/kind-acts';
import { PageSentence } from '../shell/page-frame';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { TimeText } from '../ui/time-text';
import { PoliciesList } from './policies-list';
import type { PolicyActions } from './policy-acts';
import { listed, narrowQueue, queueColumns, queueHref } from './queue-rows';
import { QUEUE_TAB, type QueueTab } from './queue-tabs';
import { queuesSentence, queueVerdict, rankQueues } from './queue-words';
import { useQueueActs } from './use-queue-acts';

function Answer({ queues }: { queues: readonly QueueRow[] }) {
  const { first, trouble } = queuesSentence(queues);
  if (trouble === null) return `${first}.`;
  const { word, since } = queueVerdict(trouble);
  return (
    <>
      {first};{' '}
      <span className="text-warn">
        {trouble.name} is {word === 'no capacity' ? 'without capacity' : word}
        {since !== null && (
          <>
            {' since '}
            <TimeText at={since} style="short" />
          </>
        )}
        .
      </span>
    </>
  );
}

const NEW: Readonly<Record<QueueTab, { path: string; label: string }>> = {
  queues: { path: 'new', label: 'New queue' },
  policies: { path: 'policies/new', label: 'New policy' },
  consumables: { path: 'consumables/new', label: 'New consumable' },
};

function NewButton({ of }: { of: QueueTab }) {
  const { slug } = useConnection();
  return (
    <Permitted permission="resources.write">
      <ButtonLink href={`/${slug}/queues/${NEW[of].path}`}>
        <Plus size={15} strokeWidth={1.75} aria-hidden />
        {NEW[of].label}
      </ButtonLink>
    </Permitted>
  );
}

function NoQueue() {
  return (
    <EmptyState
      title="No job queue yet"
      action={<NewButton of="queues" />}
      command="aws batch create-job-queue --job-queue-name main --priority 1 --compute-environment-order …"
    >
      A queue holds jobs until an environment can run them. It needs one environment first.
    </EmptyState>
  );
}

function QueuesList({ queues, actions }: { queues: readonly QueueRow[]; actions: ResourceActions }) {
  const { slug } = useConnection();
  const now = useNow(1000);
  const all = useMemo(() => rankQueues(queues).map(listed), [queues]);
  const columns = useMemo(() => queueColumns(slug, now), [slug, now]);
  const list = useResourceList(all, columns);
  const acts = useQueueActs(actions, () => list.select(NOTHING));
  return (
    <>
      <ResourceList
        label="Queues"
        noun="queue"
        hints="environment, reason, tag"
        all={all}
        list={list}
        columns={columns}
        hrefOf={({ name }) => queueHref(slug, name)}
        menuOf={(row) => <ActMenu name={row.name} acts={acts.actsOf([row])} />}
        narrowOf={narrowQueue}
      />
      <OpenDeletes kind="queue" />
      <BulkBar
        label="Chosen queues"
        count={list.chosen.length}
        isBusy={acts.isAsking}
        onClear={() => list.select(NOTHING)}
      >
        <ActButtons name="the chosen queues" acts={acts.actsOf(list.chosen)} shown={3} />
      </BulkBar>
      {acts.dialogs}
    </>
  );
}

/** All queues, scheduling policies and consumable resources: which queue needs a person, how many wait in each and why; and what to do with them. */
export function QueuesBoard({
  actions,
  policyActions,
  consumableActions,
}: {
  actions: ResourceActions;
  policyActions: PolicyActions;
  consumableActions: ConsumableActions;
}) {
  const connection = useConnection();
  const query = useQuery(queuesQuery(connection));
  const policies = useQuery(policiesQuery(connection));
  const [{ tab }, setState] = useQueryStates({ ...LIST_STATE, tab: QUEUE_TAB }, { history: 'replace' });
  const queues = query.data;
  const failed = readFailure('The list of queues', query);
  return (
    <>
      {queues !== undefined && (
        <PageSentence aside={<NewButton of={tab} />}>
          <Answer queues={queues} />
        </PageSentence>
      )}
      {failed !== null && (
        <Panel title="Queues" flush error={failed} className="mb-3">
          {null}
        </Panel>
      )}
      <Tabs
        label="Queues, policies and consumable resources"
        value={tab}
        onChange={(next) =>
          void setState({ q: null, state: null, kind: null, tag: null, sort: null, chosen: null, tab: next })
        }
        items={[
          {
            value: 'queues',
            label: 'Queues',
            ...(queues !== undefined && { note: String(queues.length) }),
            content:
              queues === undefined ? (
                <SkeletonRows rows={6} columns={6} label="Reading queues" />
              ) : queues.length === 0 ? (
                <NoQueue />
              ) : (
                <QueuesList queues={queues} actions={actions} />
              ),
          },
          {
            value: 'policies',
            label: 'Scheduling policies',
            ...(policies.data !== undefined && { note: String(policies.data.length) }),
            content: <PoliciesList query={policies} actions={policyActions} newButton={<NewButton of="policies" />} />,
          },
          {
            value: 'consumables',
            label: 'Consumable resources',
            content: <ConsumablesList actions={consumableActions} newButton={<NewButton of="consumables" />} />,
          },
        ]}
      />
    </>
  );
}

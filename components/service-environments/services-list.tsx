'use client';

import { useQuery } from '@tanstack/react-query';
import { CirclePause, CirclePlay, Gauge, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ServiceEnvironmentRow } from '@/lib/history';
import { useAccess } from '../access/access';
import { Permitted } from '../access/permitted';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { serviceEnvironmentsQuery } from '../data/queries';
import { formatNumber } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { Cell, HeadCell, TagTags } from '../list/cells';
import { stateWord, unitWord } from '../queues/service-panels';
import { activityAct, onEach, type ResourceAct, runTold } from '../resource-acts/act';
import { ActMenu } from '../resource-acts/act-buttons';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { Tag } from '../ui/verdict';
import type { AskedOfServices, ServiceEnvironmentActions } from './service-acts';

const ServiceDialogs = dynamic(() => import('./service-dialogs').then((loaded) => loaded.ServiceDialogs), {
  ssr: false,
});

function useActs(actions: ServiceEnvironmentActions, ask: (asked: AskedOfServices) => void) {
  const { slug } = useConnection();
  const access = useAccess();
  const why = refusalFor(access, 'resources.write');
  return (row: ServiceEnvironmentRow): ResourceAct[] => {
    const isEnabled = row.state === 'ENABLED';
    const state = isEnabled ? 'DISABLED' : 'ENABLED';
    const turn = () => {
      const turned = onEach([{ ...row, id: row.name }], ({ name, version }) =>
        actions.update({ connection: slug, name, basedOn: version, state }),
      );
      void runTold(turned, `${row.name}: ${isEnabled ? 'disabled' : 'enabled'}.`);
    };
    return [
      { key: 'limits', label: 'Limits…', icon: Gauge, why, onSelect: () => ask({ act: 'limits', row }) },
      {
        key: 'state',
        label: isEnabled ? 'Disable' : 'Enable',
        icon: isEnabled ? CirclePause : CirclePlay,
        why,
        onSelect: turn,
      },
      {
        key: 'delete',
        label: 'Delete…',
        icon: Trash2,
        isDanger: true,
        why,
        onSelect: () => ask({ act: 'delete', row }),
      },
      activityAct(slug, `environment ${row.name}`),
    ];
  };
}

function Row({ row, acts }: { row: ServiceEnvironmentRow; acts: ResourceAct[] }) {
  const { slug } = useConnection();
  const word = stateWord(row);
  return (
    <tr className="h-row border-t border-ln2">
      <Cell className="max-w-72">
        <span className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 truncate font-semibold text-tx0" title={row.arn}>
            {row.name}
          </span>
          {word !== null && <Tag>{word}</Tag>}
          <TagTags tags={row.tags} />
        </span>
      </Cell>
      <Cell className="num">
        {row.capacity.map(({ unit, used, maximum }) => (
          <span key={unit} className="block">
            {formatNumber(used)} of {formatNumber(maximum)} {unitWord(unit)}
          </span>
        ))}
      </Cell>
      <Cell wide>
        {row.queues.length === 0 ? (
          <span className="text-tx3t">none</span>
        ) : (
          row.queues.map((queue) => (
            <Link key={queue} className="link mr-2" href={`/${slug}/queues/${encodeURIComponent(queue)}`}>
              {queue}
            </Link>
          ))
        )}
      </Cell>
      <Cell isNumber>
        <ActMenu name={row.name} acts={acts} />
      </Cell>
    </tr>
  );
}

function Table({ rows, actsOf }: { rows: readonly ServiceEnvironmentRow[]; actsOf: ReturnType<typeof useActs> }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-13" aria-label="Service environments">
        <thead>
          <tr className="h-8 text-12 text-tx3t">
            <HeadCell>Service environment</HeadCell>
            <HeadCell>In use</HeadCell>
            <HeadCell wide>Queues</HeadCell>
            <HeadCell isNumber>
              <span className="sr-only">Acts</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.arn} row={row} acts={actsOf(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The service environments: how many instances SageMaker training jobs may hold and hold, and for which queues. */
export function ServicesList({ actions }: { actions: ServiceEnvironmentActions }) {
  const query = useQuery(serviceEnvironmentsQuery(useConnection()));
  const [asked, setAsked] = useState<AskedOfServices | null>(null);
  const actsOf = useActs(actions, setAsked);
  const failed = readFailure('The list of service environments', query);
  const newButton = (
    <Permitted permission="resources.write">
      <Button size="panel" onClick={() => setAsked({ act: 'new' })}>
        <Plus size={15} strokeWidth={1.75} aria-hidden />
        New service environment
      </Button>
    </Permitted>
  );
  return (
    <>
      <Panel title="Service environments" unit="SageMaker training" flush error={failed} actions={newButton}>
        {query.data === undefined ? (
          <SkeletonRows rows={3} columns={4} label="Reading service environments" />
        ) : query.data.length === 0 ? (
          <EmptyState
            title="No service environment yet"
            command="aws batch create-service-environment --service-environment-name sage --service-environment-type SAGEMAKER_TRAINING --capacity-limits capacityUnit=NUM_INSTANCES,maxCapacity=8"
          >
            A service environment limits how many instances the training jobs of its queues may hold in SageMaker.
          </EmptyState>
        ) : (
          <Table rows={query.data} actsOf={actsOf} />
        )}
      </Panel>
      {asked !== null && <ServiceDialogs asked={asked} actions={actions} onClose={() => setAsked(null)} />}
    </>
  );
}

'use client';

import type { InstanceRow } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatCount, formatMemory, formatNumber } from '../format/number';
import { TwinTable } from '../ui/data-table';
import { Panel } from '../ui/panel';
import { fillHistogram, fillOf, groupByType, type TypeGroup } from './environment-words';

const SERIES = ['fill-c1', 'fill-c2', 'fill-c3', 'fill-c4', 'fill-c5', 'fill-c6'] as const;
const GROUND = ['bg-c1', 'bg-c2', 'bg-c3', 'bg-c4', 'bg-c5', 'bg-c6'] as const;
/** Over this many instances each type is a row with a histogram of fill. */
const MOST_BOXES = 1000;
const MODULE = 3;
const LEAST = 24;

/** Width of a box, px: by vCPU, so that boxes of all types compare. */
const widthOf = (vcpus: number) => Math.max(LEAST, Math.min(160, vcpus * MODULE));

function instanceWords(instance: InstanceRow, now: number | null): string {
  const { used, memoryUsed, isMemoryFull } = fillOf(instance);
  const up =
    instance.runningAt === null || now === null ? 'starting' : `up ${formatDuration(now - instance.runningAt)}`;
  const price = instance.nanoUsdPerHour === null ? '' : ` · ${formatMoney(parseNanoUsd(instance.nanoUsdPerHour))}/h`;
  return `${instance.instanceId} ${instance.type}, ${instance.zone}, ${up}: ${formatNumber(used, 2)} of ${formatNumber(instance.vcpus)} vCPU · ${formatMemory(memoryUsed)} of ${formatMemory(instance.memoryMib)} · ${formatCount(instance.jobs.length, 'job')}${price}${isMemoryFull ? ' · memory is full' : ''}`;
}

function Box({ instance, queues, now }: { instance: InstanceRow; queues: readonly string[]; now: number | null }) {
  const width = widthOf(instance.vcpus);
  const { used, free, isMemoryFull } = fillOf(instance);
  const scale = width / Math.max(1, instance.vcpus);
  let x = 0;
  return (
    <svg role="img" aria-label={instanceWords(instance, now)} width={width} height="16" className="block rounded-tag">
      <title>{instanceWords(instance, now)}</title>
      <rect width={width} height="16" className="fill-bg3" />
      {instance.jobs.map((job) => {
        const from = x;
        const length = (job.milliVcpus / 1000) * scale;
        x += length;
        const slot = queues.indexOf(job.queue) % SERIES.length;
        return (
          <rect
            key={job.id}
            x={from}
            width={Math.max(1, length - 1)}
            height="16"
            className={instance.state === 'running' ? (SERIES[slot] ?? 'fill-c6') : 'fill-tx3'}
          />
        );
      })}
      {free > 0 && <rect x={used * scale} width={free * scale} height="16" fill="url(#hatch)" />}
      {free > 0 && isMemoryFull && (
        <rect
          x={used * scale + 0.75}
          y="0.75"
          width={Math.max(2, free * scale - 1.5)}
          height="14.5"
          rx="3"
          fill="none"
          strokeWidth="1.5"
          className="stroke-runnable"
        />
      )}
    </svg>
  );
}

function GroupHead({ group }: { group: TypeGroup }) {
  const price = parseNanoUsd(group.nanoUsdPerHour);
  return (
    <div className="w-28 shrink-0 text-12">
      <p className="font-semibold text-tx0">{group.type}</p>
      <p className="num text-tx2">
        {formatNumber(group.instances.length)} × {group.vcpus} vCPU
      </p>
      {price !== null && <p className="num text-tx2">{formatMoney(price)}/h</p>}
    </div>
  );
}

function Histogram({ group }: { group: TypeGroup }) {
  const bins = fillHistogram(group.instances);
  const most = Math.max(1, ...bins);
  const bars = bins.map((count, bin) => ({ from: bin * 10, count }));
  return (
    <svg
      role="img"
      aria-label={`${group.type}: ${bars.map(({ from, count }) => `${count} from ${from} %`).join(', ')}`}
      width="100%"
      height="44"
      className="block"
    >
      {bars.map(({ from, count }) => (
        <rect
          key={from}
          x={`${from}%`}
          y={40 - (count / most) * 38}
          width="9.4%"
          height={(count / most) * 38 + 1}
          className="fill-running"
        />
      ))}
    </svg>
  );
}

function twinRows(instances: readonly InstanceRow[]) {
  const columns = [
    { key: 'id', label: 'Instance', number: false },
    { key: 'type', label: 'Type', number: false },
    { key: 'zone', label: 'Zone', number: false },
    { key: 'state', label: 'State', number: false },
    { key: 'used', label: 'vCPU used', number: true },
    { key: 'vcpus', label: 'vCPU', number: true },
    { key: 'memory', label: 'Memory used, MiB', number: true },
    { key: 'jobs', label: 'Jobs', number: true },
  ];
  const rows = instances.map((instance) => {
    const { used, memoryUsed } = fillOf(instance);
    const text = (value: string) => ({ text: value, value });
    const number = (value: number) => ({ text: formatNumber(value, 2), value });
    return {
      key: instance.instanceId,
      cells: {
        id: text(instance.instanceId),
        type: text(instance.type),
        zone: text(instance.zone),
        state: text(instance.state),
        used: number(used),
        vcpus: number(instance.vcpus),
        memory: number(memoryUsed),
        jobs: number(instance.jobs.length),
      },
    };
  });
  return { columns, rows };
}

/** Every instance as a box as wide as its vCPUs, every job a block of its queue's colour; hatched is free. */
export function PackingPanel({
  instances,
  queues,
  now,
}: {
  instances: readonly InstanceRow[];
  queues: readonly string[];
  now: number | null;
}) {
  const groups = groupByType(instances);
  const isFolded = instances.length > MOST_BOXES;
  const seen = queues.filter((queue) => instances.some(({ jobs }) => jobs.some((job) => job.queue === queue)));
  return (
    <Panel
      title="Packing"
      unit={
        instances.length === 0
          ? undefined
          : `${formatCount(instances.length, 'instance')}, ${isFolded ? 'by how full they are, in tenths' : 'emptiest last'}`
      }
      actions={
        <span className="flex flex-wrap gap-3 text-12 text-tx2 max-md:hidden">
          {seen.map((queue) => (
            <span key={queue} className="inline-flex items-center gap-1.5">
              <span
                aria-hidden
                className={`size-2 rounded-tag ${GROUND[queues.indexOf(queue) % GROUND.length] ?? ''}`}
              />
              {queue}
            </span>
          ))}
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden className="hatch size-2 bg-bg3" /> free
          </span>
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2 border border-runnable" /> memory full
          </span>
        </span>
      }
      {...(instances.length > 0 ? { table: <TwinTable {...twinRows(instances)} fileName="instances" /> } : {})}
    >
      {instances.length === 0 ? (
        <p className="text-13 text-tx2">No instance is up.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {groups.map((group) => (
            <li key={group.type} className="flex gap-3 max-md:flex-col max-md:gap-1">
              <GroupHead group={group} />
              <div className="min-w-0 flex-1">
                {isFolded ? (
                  <Histogram group={group} />
                ) : (
                  <div className="flex flex-wrap gap-1">
                    {group.instances.map((instance) => (
                      <Box key={instance.instanceId} instance={instance} queues={queues} now={now} />
                    ))}
                  </div>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

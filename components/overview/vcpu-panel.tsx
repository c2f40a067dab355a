'use client';

import { ChartLine } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { EnvironmentRow, WaitingReason } from '@/lib/history';
import type { SeriesResult } from '@/lib/metrics';
import { prepareVcpus } from '../charts/prepare-series';
import { TimeChart } from '../charts/time-chart';
import { useConnection } from '../data/connection';
import { formatNumber, formatPercent, formatVcpus } from '../format/number';
import type { TimeFrame } from '../format/time';
import { VcpuBar } from '../ui/bars';
import { IconButton } from '../ui/button';
import { TwinTable } from '../ui/data-table';
import { Link } from '../ui/link';
import { Money } from '../ui/money-text';
import { Panel, type PanelError } from '../ui/panel';
import { TimeText } from '../ui/time-text';

const KIND: Readonly<Record<EnvironmentRow['type'], string>> = {
  EC2: 'EC2',
  SPOT: 'EC2 Spot',
  FARGATE: 'Fargate',
  FARGATE_SPOT: 'Fargate Spot',
  UNMANAGED: 'Unmanaged',
};

const COLUMNS = [
  { key: 'name', label: 'Environment', number: false },
  { key: 'kind', label: 'Kind', number: false },
  { key: 'used', label: 'Used', number: true },
  { key: 'provisioned', label: 'Provisioned', number: true },
  { key: 'maximum', label: 'Maximum', number: true },
] as const;

const SHOWN = 8;

/** Used first, then by name: what runs stands above what idles. */
function ranked(environments: readonly EnvironmentRow[]): EnvironmentRow[] {
  return [...environments].sort((a, b) => b.usedMilliVcpus - a.usedMilliVcpus || (a.name < b.name ? -1 : 1));
}

function twinRow(environment: EnvironmentRow) {
  const number = (value: number) => ({ text: formatNumber(value, 2), value });
  return {
    key: environment.name,
    cells: {
      name: { text: environment.name, value: environment.name },
      kind: { text: KIND[environment.type], value: KIND[environment.type] },
      used: number(environment.usedMilliVcpus / 1000),
      provisioned: number(environment.provisionedVcpus),
      maximum: number(environment.maximumVcpus),
    },
  };
}

/** What is to be said of an environment now: full, refused, invalid, or how busy. */
function Verdict({ environment, reasons }: { environment: EnvironmentRow; reasons: readonly WaitingReason[] }) {
  const { tellsCapacity } = useConnection();
  if (environment.status === 'INVALID') return <span className="text-badt">INVALID</span>;
  if (environment.state !== 'ENABLED') return <span className="text-warn">{environment.state.toLowerCase()}</span>;
  const here = reasons.filter((reason) => reason.evidence.environment === environment.name && reason.count > 0);
  const full = here.find((reason) => reason.cause === 'at-maximum');
  const refused = here.find((reason) => reason.cause === 'no-capacity');
  if (refused !== undefined) {
    return (
      <span className="text-warn">
        no capacity since <TimeText at={refused.since} style="short" />
      </span>
    );
  }
  if (full !== undefined) {
    return (
      <span className="text-warn">
        at maximum since <TimeText at={full.since} style="short" />
      </span>
    );
  }
  if (!tellsCapacity) {
    return (
      <span className="num">{formatPercent(environment.usedMilliVcpus / 1000, environment.maximumVcpus)} used</span>
    );
  }
  if (environment.provisionedVcpus === 0) return <span>nothing up</span>;
  return (
    <span className="num">{formatPercent(environment.usedMilliVcpus / 1000, environment.provisionedVcpus)} busy</span>
  );
}

/** One environment: its name, kind and price, its bar (or `children` in its place), and what is to be said of it. */
function EnvironmentItem({
  slug,
  environment,
  reasons,
  children,
}: {
  slug: string;
  environment: EnvironmentRow;
  reasons: readonly WaitingReason[];
  children: ReactNode;
}) {
  const { tellsCapacity } = useConnection();
  return (
    <li className="flex flex-col gap-1 border-b border-ln2 px-3.5 py-2 last:border-b-0">
      <div className="flex items-baseline gap-2">
        <Link
          href={`/${slug}/environments/${encodeURIComponent(environment.name)}`}
          className="min-w-0 truncate font-semibold text-tx0 hover:underline"
          title={environment.name}
        >
          {environment.name}
        </Link>
        <span className="shrink-0 text-12 text-tx2">{KIND[environment.type]}</span>
        {tellsCapacity && (
          <Money nanoUsd={environment.nanoUsdPerHour} per="/h" className="ml-auto font-semibold text-tx0" />
        )}
      </div>
      {children === false ? (
        <VcpuBar
          used={environment.usedMilliVcpus / 1000}
          provisioned={tellsCapacity ? environment.provisionedVcpus : environment.usedMilliVcpus / 1000}
          asked={tellsCapacity ? (environment.desiredVcpus ?? 0) : 0}
          maximum={environment.maximumVcpus}
        />
      ) : (
        children
      )}
      <div className="flex justify-between gap-3 text-12 text-tx2">
        <span className="num">
          <span className="text-tx0">{formatVcpus(environment.usedMilliVcpus)}</span> /{' '}
          {tellsCapacity && `${formatNumber(environment.provisionedVcpus)} / `}
          {formatNumber(environment.maximumVcpus)} vCPU
        </span>
        <Verdict environment={environment} reasons={reasons} />
      </div>
    </li>
  );
}

/** vCPUs of each environment: used, provisioned, maximum; now as bars, or over time. */
export function VcpuPanel({
  slug,
  environments,
  reasons,
  result,
  frame,
  error,
}: {
  slug: string;
  environments: readonly EnvironmentRow[];
  reasons: readonly WaitingReason[];
  result: SeriesResult | undefined;
  frame: TimeFrame;
  error: PanelError | null;
}) {
  const [view, setView] = useState<'now' | 'time'>('now');
  const { tellsCapacity } = useConnection();
  const list = ranked(environments);
  const shown = list.slice(0, SHOWN);
  return (
    <Panel
      title="vCPU by environment"
      unit={tellsCapacity ? 'used, provisioned, max' : 'used, max'}
      flush
      error={error}
      actions={
        list.length > 0 ? (
          <IconButton
            label="vCPU over time"
            size="panel"
            aria-pressed={view === 'time'}
            className="aria-pressed:bg-bg3 aria-pressed:text-tx0"
            onClick={() => setView(view === 'now' ? 'time' : 'now')}
          >
            <ChartLine size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        ) : undefined
      }
      {...(list.length > 0
        ? {
            table: (
              <TwinTable
                columns={COLUMNS.filter(({ key }) => tellsCapacity || key !== 'provisioned')}
                rows={list.map(twinRow)}
                fileName="vcpu-by-environment"
              />
            ),
          }
        : {})}
    >
      {list.length === 0 && <p className="px-3.5 py-6 text-13 text-tx2">No environment is here yet.</p>}
      <ul>
        {shown.map((environment) => (
          <EnvironmentItem key={environment.name} slug={slug} environment={environment} reasons={reasons}>
            {view === 'time' && <EnvironmentChart name={environment.name} result={result} frame={frame} />}
          </EnvironmentItem>
        ))}
      </ul>
      {list.length > SHOWN && (
        <p className="px-3.5 py-2 text-12 text-tx3t">
          {SHOWN} of {list.length} environments, by vCPU in use; all are in the table.
        </p>
      )}
    </Panel>
  );
}

function EnvironmentChart({
  name,
  result,
  frame,
}: {
  name: string;
  result: SeriesResult | undefined;
  frame: TimeFrame;
}) {
  const chart = useMemo(() => (result === undefined ? null : prepareVcpus(result, name, frame)), [result, name, frame]);
  if (chart === null) return <div className="h-24" />;
  return (
    <TimeChart title={`vCPU of ${name}`} unit="vCPU" chart={chart} className="h-24" empty="nothing recorded yet" />
  );
}

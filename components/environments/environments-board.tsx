'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { EnvironmentRow, WaitingReason } from '@/lib/history';
import { useConnection } from '../data/connection';
import { environmentsQuery, queuesQuery } from '../data/queries';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatNumber, formatPercent, formatVcpus } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { Cell, HeadCell, LastChange } from '../list/cells';
import { useRowKeys } from '../list/use-row-keys';
import { VerdictTag } from '../queues/verdict-tag';
import { PageSentence } from '../shell/page-frame';
import { VcpuBar } from '../ui/bars';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money-text';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { environmentsSentence, environmentVerdict, hasInstances, KIND_WORD, waitingFor } from './environment-words';

const hrefOf = (slug: string, name: string) => `/${slug}/environments/${encodeURIComponent(name)}`;

interface Totals {
  used: number;
  provisioned: number;
  maximum: number;
  instances: number;
  nanoUsdPerHour: bigint | null;
}

function totalsOf(environments: readonly EnvironmentRow[]): Totals {
  const totals: Totals = { used: 0, provisioned: 0, maximum: 0, instances: 0, nanoUsdPerHour: 0n };
  for (const environment of environments) {
    totals.used += environment.usedMilliVcpus;
    totals.provisioned += environment.provisionedVcpus;
    totals.maximum += environment.maximumVcpus;
    totals.instances += environment.instances;
    const price = parseNanoUsd(environment.nanoUsdPerHour);
    totals.nanoUsdPerHour = price === null || totals.nanoUsdPerHour === null ? null : totals.nanoUsdPerHour + price;
  }
  return totals;
}

function Numbers({ used, provisioned, maximum }: Pick<Totals, 'used' | 'provisioned' | 'maximum'>) {
  return (
    <>
      <span className="text-tx0">{formatVcpus(used)}</span>
      <span className="text-tx2">
        {' '}
        / {formatNumber(provisioned)} / {formatNumber(maximum)}
      </span>
    </>
  );
}

type RowProps = ReturnType<ReturnType<typeof useRowKeys>>;

function EnvironmentLine({
  environment,
  reasons,
  slug,
  rowProps,
}: {
  environment: EnvironmentRow;
  reasons: readonly WaitingReason[];
  slug: string;
  rowProps: RowProps;
}) {
  const waiting = waitingFor(environment, reasons);
  return (
    <tr {...rowProps} className="h-9 border-t border-ln2 hover:bg-bg2 focus-visible:-outline-offset-2">
      <Cell className="max-w-64 truncate">
        <Link
          href={hrefOf(slug, environment.name)}
          className="font-semibold text-tx0 hover:underline"
          title={environment.name}
        >
          {environment.name}
        </Link>
      </Cell>
      <Cell className="text-tx2">{KIND_WORD[environment.type]}</Cell>
      <Cell>
        <VerdictTag {...environmentVerdict(environment, reasons)} />
      </Cell>
      <Cell wide className="w-32">
        <VcpuBar
          used={environment.usedMilliVcpus / 1000}
          provisioned={environment.provisionedVcpus}
          asked={environment.desiredVcpus ?? 0}
          maximum={environment.maximumVcpus}
        />
      </Cell>
      <Cell isNumber>
        <Numbers
          used={environment.usedMilliVcpus}
          provisioned={environment.provisionedVcpus}
          maximum={environment.maximumVcpus}
        />
      </Cell>
      <Cell isNumber wide>
        {hasInstances(environment) ? formatNumber(environment.instances) : '–'}
      </Cell>
      <Cell isNumber className="font-semibold text-tx0">
        {waiting === 0 ? '–' : formatNumber(waiting)}
      </Cell>
      <Cell isNumber>
        <Money nanoUsd={environment.nanoUsdPerHour} per="/h" />
      </Cell>
      <Cell wide className="max-w-48 truncate">
        <LastChange change={environment.lastChange} />
      </Cell>
    </tr>
  );
}

function TotalLine({ totals, count }: { totals: Totals; count: number }) {
  return (
    <tr className="h-9 border-t border-ln2 bg-bg2 font-semibold text-tx0">
      <Cell>All {count}</Cell>
      <Cell>{''}</Cell>
      <Cell>{''}</Cell>
      <Cell wide>{''}</Cell>
      <Cell isNumber>
        <Numbers {...totals} />
      </Cell>
      <Cell isNumber wide>
        {formatNumber(totals.instances)}
      </Cell>
      <Cell isNumber>{''}</Cell>
      <Cell isNumber>{totals.nanoUsdPerHour === null ? '–' : `${formatMoney(totals.nanoUsdPerHour)}/h`}</Cell>
      <Cell wide>{''}</Cell>
    </tr>
  );
}

function EnvironmentsTable({
  environments,
  reasons,
}: {
  environments: readonly EnvironmentRow[];
  reasons: readonly WaitingReason[];
}) {
  const { slug } = useConnection();
  const router = useRouter();
  const rowProps = useRowKeys(environments.length, (index) => {
    const environment = environments[index];
    if (environment !== undefined) router.push(hrefOf(slug, environment.name));
  });
  const totals = totalsOf(environments);
  return (
    <table className="w-full text-13 max-md:hidden" aria-label="Environments">
      <thead>
        <tr className="h-9 text-12 text-tx3t">
          <HeadCell>Environment</HeadCell>
          <HeadCell>Kind</HeadCell>
          <HeadCell>State, since when</HeadCell>
          <HeadCell wide>vCPU</HeadCell>
          <HeadCell isNumber>Used, up, maximum</HeadCell>
          <HeadCell isNumber wide>
            Instances
          </HeadCell>
          <HeadCell isNumber>Wait for it</HeadCell>
          <HeadCell isNumber>Cost</HeadCell>
          <HeadCell wide>Last change</HeadCell>
        </tr>
      </thead>
      <tbody>
        {environments.map((environment, index) => (
          <EnvironmentLine
            key={environment.name}
            environment={environment}
            reasons={reasons}
            slug={slug}
            rowProps={rowProps(index)}
          />
        ))}
        <TotalLine totals={totals} count={environments.length} />
      </tbody>
    </table>
  );
}

function EnvironmentsNarrow({
  environments,
  reasons,
}: {
  environments: readonly EnvironmentRow[];
  reasons: readonly WaitingReason[];
}) {
  const { slug } = useConnection();
  return (
    <ul className="md:hidden" aria-label="Environments">
      {environments.map((environment) => (
        <li key={environment.name} className="border-b border-ln2 last:border-b-0">
          <Link href={hrefOf(slug, environment.name)} className="flex h-15 items-center gap-3 px-3.5">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-15 text-tx0">{environment.name}</span>
              <span className="block truncate text-12 text-tx2">
                {KIND_WORD[environment.type]} <VerdictTag {...environmentVerdict(environment, reasons)} />
              </span>
            </span>
            <span className="num text-13 text-tx2">
              {formatPercent(environment.usedMilliVcpus / 1000, environment.maximumVcpus)}
            </span>
            <ChevronRight size={16} strokeWidth={1.75} className="shrink-0 text-tx3" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** All environments: which is full or invalid, and what each runs and costs. */
export function EnvironmentsBoard() {
  const connection = useConnection();
  const query = useQuery(environmentsQuery(connection));
  const queues = useQuery(queuesQuery(connection));
  const reasons = (queues.data ?? []).flatMap((queue) => queue.reasons);
  const environments = query.data;
  const failed = readFailure('The list of environments', query);
  const invalid = (environments ?? []).filter(({ status }) => status === 'INVALID');
  const totals = totalsOf(environments ?? []);
  return (
    <>
      {environments !== undefined && environments.length > 0 && (
        <PageSentence
          second={
            <span className="num">
              They run {formatNumber(totals.provisioned)} vCPU
              {totals.nanoUsdPerHour !== null && ` for ${formatMoney(totals.nanoUsdPerHour)} an hour`}; jobs use{' '}
              {formatVcpus(totals.used)}.
            </span>
          }
        >
          {environmentsSentence(environments, reasons)}
        </PageSentence>
      )}
      <Panel
        title="Environments"
        flush
        error={failed}
        {...(environments !== undefined && { unit: String(environments.length) })}
      >
        {environments === undefined ? (
          <SkeletonRows rows={6} columns={6} label="Reading environments" />
        ) : environments.length === 0 ? (
          <EmptyState
            title="No environment yet"
            command="aws batch create-compute-environment --compute-environment-name fleet --type MANAGED …"
          >
            An environment is where jobs run: instances that Batch starts and ends, or Fargate.
          </EmptyState>
        ) : (
          <>
            <EnvironmentsTable environments={environments} reasons={reasons} />
            <EnvironmentsNarrow environments={environments} reasons={reasons} />
          </>
        )}
      </Panel>
      {invalid.map((environment) => (
        <p key={environment.name} className="mt-2 flex items-start gap-2 text-13 text-tx1">
          <CircleAlert size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-failed" aria-hidden />
          <span>
            <strong className="font-semibold text-tx0">{environment.name}:</strong>{' '}
            <code className="break-words text-12">{environment.statusReason}</code>
          </span>
        </p>
      ))}
    </>
  );
}

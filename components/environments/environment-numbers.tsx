import type { EnvironmentPage, EnvironmentRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatMoney, formatUnitPrice, parseNanoUsd } from '../format/money';
import { formatNumber, formatPercent, formatVcpus } from '../format/number';
import { HeadlineNumber, HeadlineRow } from '../ui/headline-number';
import { hasInstances } from './environment-words';

function typesUp(page: EnvironmentPage): string {
  const counts = new Map<string, number>();
  for (const { type } of page.instances) counts.set(type, (counts.get(type) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const words = sorted.slice(0, 3).map(([type, count]) => `${count} ${type}`);
  return sorted.length > 3 ? `${words.join(', ')}, …` : words.join(', ') || 'none is up';
}

function vcpuWords(
  { type, usedMilliVcpus, provisionedVcpus, maximumVcpus }: EnvironmentRow,
  tellsCapacity: boolean,
): string {
  if (type === 'UNMANAGED') return 'of instances that you start yourself';
  const most = `${formatNumber(maximumVcpus)} maximum`;
  if (!tellsCapacity) return most;
  return provisionedVcpus === 0
    ? `none is up, ${most}`
    : `${formatPercent(usedMilliVcpus / 1000, provisionedVcpus)} of ${formatNumber(provisionedVcpus)} up, ${most}`;
}

/** What an environment uses, has and costs; without prices told, what it uses and has room for. */
export function EnvironmentNumbers({ page }: { page: EnvironmentPage }) {
  const { environment } = page;
  const { tellsCapacity } = useConnection();
  return (
    <HeadlineRow>
      <HeadlineNumber
        label="vCPU used"
        glyph="RUNNING"
        value={formatVcpus(environment.usedMilliVcpus)}
        context={vcpuWords(environment, tellsCapacity)}
      />
      {tellsCapacity && hasInstances(environment) ? (
        <HeadlineNumber label="Instances" value={formatNumber(environment.instances)} context={typesUp(page)} />
      ) : environment.type === 'UNMANAGED' ? null : (
        <HeadlineNumber
          label="Room below the maximum"
          value={formatNumber(Math.max(0, environment.maximumVcpus - environment.usedMilliVcpus / 1000))}
          unit="vCPU"
          context={tellsCapacity ? 'tasks, no instances to see' : 'by what its jobs use'}
        />
      )}
      {tellsCapacity && <EnvironmentMoney environment={environment} />}
    </HeadlineRow>
  );
}

function EnvironmentMoney({ environment }: { environment: EnvironmentRow }) {
  const paid = parseNanoUsd(environment.nanoUsdPerHour);
  const onDemand = parseNanoUsd(environment.onDemandNanoUsdPerHour);
  const perVcpu =
    paid === null || environment.provisionedVcpus === 0 ? null : paid / BigInt(environment.provisionedVcpus);
  return (
    <>
      <HeadlineNumber
        label="Cost now"
        value={formatMoney(paid)}
        {...(paid !== null && { unit: '/h' })}
        context={onDemand === null ? 'a price is not known' : `on demand ${formatMoney(onDemand)}/h`}
      />
      <HeadlineNumber
        label={environment.type === 'SPOT' || environment.type === 'FARGATE_SPOT' ? 'Spot price' : 'Price'}
        value={perVcpu === null ? '–' : formatUnitPrice(perVcpu)}
        context={
          perVcpu === null || paid === null || onDemand === null || onDemand === 0n
            ? 'per vCPU-hour'
            : paid < onDemand
              ? `per vCPU-hour, −${formatPercent(Number(onDemand - paid), Number(onDemand))}`
              : 'per vCPU-hour, memory included'
        }
      />
    </>
  );
}

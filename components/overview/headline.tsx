import type { Overview } from '@/lib/history';
import type { SeriesResult } from '@/lib/metrics';
import { Sparkline } from '../charts/sparkline';
import { backlogBars } from '../deck/backlog';
import { formatDuration } from '../format/duration';
import { formatMoney, formatSignedMoney, parseNanoUsd } from '../format/money';
import { formatNumber, formatVcpus } from '../format/number';
import { HeadlineNumber, HeadlineRow } from '../ui/headline-number';
import { StatusGlyph } from '../ui/status';

interface Sparks {
  jobs: SeriesResult | undefined;
  cost: SeriesResult | undefined;
  spot: readonly (number | null)[] | undefined;
}

function sumOf(result: SeriesResult | undefined, measures: readonly string[]): (number | null)[] {
  if (result === undefined) return [];
  const members = result.series.filter((series) => measures.includes(series.measure));
  return result.times.map((_, index) =>
    members.reduce<number | null>((sum, series) => {
      const value = series.values[index];
      return value === null || value === undefined ? sum : (sum ?? 0) + value;
    }, null),
  );
}

function trend(what: string, values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  return `${what} from ${formatNumber(known[0])} to ${formatNumber(known.at(-1))}`;
}

function spark(what: string, values: readonly (number | null)[], ink: string) {
  return values.some((value) => value !== null) ? (
    <Sparkline values={values} label={trend(what, values)} ink={ink} />
  ) : undefined;
}

/** The numbers of the Overview: four, or two where no price is told. */
export function OverviewNumbers({
  overview,
  now,
  sparks,
  hasPrices,
}: {
  overview: Overview;
  now: number;
  sparks: Sparks;
  hasPrices: boolean;
}) {
  const maximum = overview.environments.reduce((sum, environment) => sum + environment.maximumVcpus, 0);
  const waiting = sparks.jobs === undefined ? [] : backlogBars(sparks.jobs).map((bar) => bar.waiting);
  const running = sumOf(sparks.jobs, ['STARTING', 'RUNNING']);
  return (
    <HeadlineRow>
      <HeadlineNumber
        label="Running"
        glyph="RUNNING"
        value={formatNumber(overview.running)}
        context={`${formatVcpus(overview.usedMilliVcpus)} of ${formatNumber(maximum)} vCPU`}
        spark={spark('Running', running, 'text-running')}
      />
      <HeadlineNumber
        label="Waiting to run"
        glyph="RUNNABLE"
        value={formatNumber(overview.waiting)}
        context={
          overview.oldestWaitingAt === null ? 'none' : `oldest ${formatDuration(now - overview.oldestWaitingAt)}`
        }
        spark={spark('Waiting', waiting, 'text-runnable')}
      />
      {hasPrices && <MoneyNumbers overview={overview} sparks={sparks} />}
    </HeadlineRow>
  );
}

/** What it costs now, and what Spot saved today. */
function MoneyNumbers({ overview, sparks }: { overview: Overview; sparks: Sparks }) {
  const paid = parseNanoUsd(overview.nanoUsdPerHour);
  const { spotToday } = overview;
  const net = parseNanoUsd(spotToday.netNanoUsd);
  const cost = sumOf(sparks.cost, ['paid-per-hour']);
  return (
    <>
      <HeadlineNumber
        label="Cost now"
        value={formatMoney(paid)}
        {...(paid === null ? {} : { unit: '/h' })}
        context={
          paid === null ? (
            'a price is not known'
          ) : (
            <>
              <span className="max-md:hidden">same </span>on demand{' '}
              {formatMoney(parseNanoUsd(overview.onDemandNanoUsdPerHour))}/h
            </>
          )
        }
        spark={spark('Cost per hour', cost, 'text-tx1')}
      />
      <HeadlineNumber
        label={spotToday.provisional ? 'Spot today, net, so far' : 'Spot today, net'}
        value={formatSignedMoney(net)}
        tone={net > 0n ? 'gained' : net < 0n ? 'lost' : 'ink'}
        context={
          <>
            <span className="max-md:hidden">saved {formatMoney(parseNanoUsd(spotToday.savedNanoUsd))} · </span>lost{' '}
            <StatusGlyph state="INTERRUPTED" size={10} className="inline-block align-[-1px]" />{' '}
            {formatMoney(parseNanoUsd(spotToday.lostNanoUsd))}
          </>
        }
        spark={spark('Net in USD', sparks.spot ?? [], 'text-succeeded')}
      />
    </>
  );
}

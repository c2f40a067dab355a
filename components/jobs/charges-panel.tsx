import type { AttemptRow, JobPage } from '@/lib/history';
import { formatMoney, formatSignedMoney, formatUnitPrice, parseNanoUsd } from '../format/money';
import { Panel } from '../ui/panel';
import { StatusGlyph } from '../ui/status';

const PURCHASE: Readonly<Record<AttemptRow['purchase'], string>> = {
  ON_DEMAND: 'on demand',
  SPOT: 'Spot',
  FARGATE: 'Fargate',
  FARGATE_SPOT: 'Fargate Spot',
  SAGEMAKER: 'SageMaker',
};

/** How an attempt's capacity was bought, in words. */
export function purchaseWords(purchase: AttemptRow['purchase']): string {
  return PURCHASE[purchase];
}

interface Sums {
  paid: bigint;
  onDemand: bigint;
  lost: bigint;
  saved: bigint;
  isKnown: boolean;
  isProvisional: boolean;
}

/** All attempts together: what was paid, what on demand would have been, what was thrown away and what Spot saved. Nano-USD. */
function chargeSums(attempts: readonly AttemptRow[]): Sums {
  const sums: Sums = { paid: 0n, onDemand: 0n, lost: 0n, saved: 0n, isKnown: true, isProvisional: false };
  for (const { charge } of attempts) {
    if (charge === null) {
      sums.isKnown = false;
      continue;
    }
    const [paid, onDemand] = [parseNanoUsd(charge.paidNanoUsd), parseNanoUsd(charge.onDemandNanoUsd)];
    sums.paid += paid;
    if (charge.lost) sums.lost += paid;
    else {
      sums.onDemand += onDemand;
      sums.saved += onDemand - paid;
    }
    sums.isProvisional ||= charge.provisional;
  }
  return sums;
}

function ChargeRow({ attempt, isOpen }: { attempt: AttemptRow; isOpen: boolean }) {
  const { charge } = attempt;
  const paid = formatMoney(parseNanoUsd(charge?.paidNanoUsd ?? null));
  const price = parseNanoUsd(charge?.nanoUsdPerHour ?? null);
  return (
    <tr className="h-row border-t border-ln2">
      <td className="pl-3.5 text-tx1">
        {attempt.n}
        {isOpen && ', running'}
        {attempt.interrupted && (
          <StatusGlyph state="INTERRUPTED" label="interrupted" size={10} className="ml-1.5 inline" />
        )}
      </td>
      <td className="num pr-2 text-right text-tx2">{price === null ? '–' : `${formatUnitPrice(price)}/h`}</td>
      <td className="num pr-2 text-right text-tx0">
        {charge === null || charge.lost ? '–' : `${charge.provisional ? 'about ' : ''}${paid}`}
      </td>
      <td className="num pr-3.5 text-right text-interrupted">{charge?.lost === true ? paid : '–'}</td>
    </tr>
  );
}

function ChargeWords({ sums, hasSpot }: { sums: Sums; hasSpot: boolean }) {
  const net = sums.saved - sums.lost;
  return (
    <p className="num whitespace-normal border-t border-ln2 px-3.5 py-2 text-12 text-tx2">
      {hasSpot && (
        <>
          On demand, the useful work alone: {formatMoney(sums.onDemand)}. Spot saved {formatMoney(sums.saved)}, lost{' '}
          {formatMoney(sums.lost)}:{' '}
          <strong className={`font-semibold ${net < 0n ? 'text-interrupted' : 'text-okt'}`}>
            {formatSignedMoney(net)}
          </strong>
          .{' '}
        </>
      )}
      {!sums.isKnown && 'No price is known for one of them. '}
      {sums.isProvisional && 'About: settled when the hour of its instance has closed.'}
    </p>
  );
}

/** What each attempt cost, useful and lost, and what Spot changed. An estimate says about. */
export function ChargesPanel({ page }: { page: JobPage }) {
  const attempts = [...page.attempts].sort((a, b) => a.n - b.n);
  const sums = chargeSums(attempts);
  const hasSpot = attempts.some(({ purchase }) => purchase === 'SPOT' || purchase === 'FARGATE_SPOT');
  return (
    <Panel
      title="Cost by attempt"
      unit="its part of each instance"
      flush
      actions={
        attempts.length > 0 ? (
          <strong className="num text-13 font-semibold text-tx0">
            {sums.isProvisional && 'about '}
            {formatMoney(sums.paid)}
          </strong>
        ) : undefined
      }
    >
      {attempts.length === 0 ? (
        <p className="px-3.5 py-4 text-13 text-tx2">Nothing was charged: it was never placed on an instance.</p>
      ) : (
        <>
          <table className="w-full text-13" aria-label="Cost by attempt">
            <thead>
              <tr className="h-8 text-12 text-tx3t">
                <th scope="col" className="pl-3.5 text-left font-medium">
                  Attempt
                </th>
                <th scope="col" className="pr-2 text-right font-medium">
                  Price
                </th>
                <th scope="col" className="pr-2 text-right font-medium">
                  Useful
                </th>
                <th scope="col" className="pr-3.5 text-right font-medium">
                  Lost
                </th>
              </tr>
            </thead>
            <tbody>
              {attempts.map((attempt) => (
                <ChargeRow key={attempt.n} attempt={attempt} isOpen={attempt.stoppedAt === null} />
              ))}
            </tbody>
          </table>
          <ChargeWords sums={sums} hasSpot={hasSpot} />
        </>
      )}
    </Panel>
  );
}

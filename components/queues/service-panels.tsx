import type { QuotaShareRow, ServiceEnvironmentRow } from '@/lib/history';
import { formatNumber } from '../format/number';
import { Cell, HeadCell } from '../list/cells';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/verdict';

/** Instances that a service environment's limits leave free, of whatever type. */
export function roomOf(environment: ServiceEnvironmentRow | null): number {
  return (environment?.capacity ?? []).reduce((sum, { maximum, used }) => sum + Math.max(0, maximum - used), 0);
}

/** A capacity unit, in words. */
export const unitWord = (unit: string): string => (unit === 'NUM_INSTANCES' ? 'instances of any type' : unit);

/** State of a service environment or quota share where it is not to be taken for granted; null where it is. */
export function stateWord({ state, status }: { state: string; status: string }): string | null {
  if (status !== 'VALID' && status !== '') return status;
  return state === 'ENABLED' ? null : state.toLowerCase();
}

function StateTag({ of }: { of: { state: string; status: string } }) {
  const word = stateWord(of);
  return word === null ? null : <Tag>{word}</Tag>;
}

function Meter({ used, maximum }: { used: number; maximum: number }) {
  const share = Math.min(1, used / Math.max(1, maximum));
  return (
    <svg
      role="img"
      aria-label={`${formatNumber(used)} of ${formatNumber(maximum)} in use`}
      width="100%"
      height={8}
      className="block overflow-hidden rounded-tag bg-bg3"
    >
      <rect width={`${share * 100}%`} height={8} className="fill-running" />
    </svg>
  );
}

/** The service environment of a queue of service jobs: its limits, and what jobs hold of them. */
export function ServiceEnvironmentPanel({
  name,
  environment,
}: {
  name: string;
  environment: ServiceEnvironmentRow | null;
}) {
  return (
    <Panel title="Service environment" unit="SageMaker training">
      <p className="mb-2 flex flex-wrap items-center gap-2 text-13 font-semibold text-tx0">
        <span className="min-w-0 truncate" title={name}>
          {name}
        </span>
        {environment !== null && <StateTag of={environment} />}
      </p>
      {environment === null ? (
        <p className="text-12 text-badt">It does not exist any more: jobs can’t run there.</p>
      ) : (
        <ul className="flex flex-col gap-2.5">
          {environment.capacity.map(({ unit, maximum, used }) => (
            <li key={unit} className="flex flex-col gap-1">
              <Meter used={used} maximum={maximum} />
              <p className="num text-12 text-tx2">
                <span className="text-tx0">{formatNumber(used)}</span> of {formatNumber(maximum)} {unitWord(unit)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const SHARING: Readonly<Record<string, string>> = {
  RESERVE: 'keeps its own',
  LEND: 'lends',
  LEND_AND_BORROW: 'lends and borrows',
};

function sharingWord({ strategy, borrowLimit }: QuotaShareRow): string {
  const word = SHARING[strategy] ?? strategy;
  return borrowLimit === null || borrowLimit < 0 ? word : `${word} up to ${formatNumber(borrowLimit)} %`;
}

function ShareLines({ share }: { share: QuotaShareRow }) {
  return share.capacity.map(({ unit, maximum, used, borrowed, lendable }, index) => (
    <tr key={unit} className="h-row border-t border-ln2">
      <Cell className="max-w-48">
        {index === 0 && (
          <span className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 truncate font-semibold text-tx0" title={share.name}>
              {share.name}
            </span>
            <StateTag of={share} />
          </span>
        )}
      </Cell>
      <Cell className="font-mono text-12">{unit}</Cell>
      <Cell isNumber>{formatNumber(maximum)}</Cell>
      <Cell isNumber>{formatNumber(used)}</Cell>
      <Cell isNumber className={borrowed > 0 ? 'text-warn' : 'text-tx2'}>
        {formatNumber(borrowed)}
      </Cell>
      <Cell isNumber wide>
        {formatNumber(lendable)}
      </Cell>
      <Cell isNumber>{index === 0 ? formatNumber(share.waiting) : ''}</Cell>
      <Cell wide>{index === 0 ? sharingWord(share) : ''}</Cell>
    </tr>
  ));
}

/** The quota shares of a queue: what each owns, holds, borrows and could lend, and how many of its jobs wait. */
export function QuotaSharesPanel({ shares }: { shares: readonly QuotaShareRow[] }) {
  return (
    <Panel title="Quota shares" unit="instances by type" flush>
      {shares.length === 0 ? (
        <p className="px-3.5 py-6 text-13 text-tx2">
          This queue has no quota share yet: every job needs one to be submitted to.
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-13" aria-label="Quota shares">
            <thead>
              <tr className="h-8 text-12 text-tx3t">
                <HeadCell>Quota share</HeadCell>
                <HeadCell>Type</HeadCell>
                <HeadCell isNumber>Owns</HeadCell>
                <HeadCell isNumber>Holds</HeadCell>
                <HeadCell isNumber>Borrowed</HeadCell>
                <HeadCell isNumber wide>
                  Free to lend
                </HeadCell>
                <HeadCell isNumber>Waiting</HeadCell>
                <HeadCell wide>Sharing</HeadCell>
              </tr>
            </thead>
            <tbody>
              {shares.map((share) => (
                <ShareLines key={share.arn} share={share} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

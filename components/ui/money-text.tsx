import { formatMoney, formatMoneyCell, formatSignedMoney, formatUnitPrice, parseNanoUsd } from '../format/money';
import { classNames } from './class-names';

const WRITE = { full: formatMoney, cell: formatMoneyCell, signed: formatSignedMoney, unit: formatUnitPrice } as const;

/** A sum that a read gave as a decimal string of nano-USD; null is unknown. Gains and losses are said and coloured by `tone`. */
export function Money({
  nanoUsd,
  style = 'full',
  per,
  tone = 'ink',
  className,
}: {
  nanoUsd: string | null;
  style?: keyof typeof WRITE;
  /** Behind the sum, smaller: `/h`. */
  per?: string;
  tone?: 'ink' | 'gained' | 'lost';
  className?: string;
}) {
  const ink = tone === 'gained' ? 'text-okt' : tone === 'lost' ? 'text-interrupted' : undefined;
  return (
    <span className={classNames('num', ink, className)}>
      {WRITE[style](parseNanoUsd(nanoUsd))}
      {per !== undefined && nanoUsd !== null && <span className="text-tx2">{per}</span>}
    </span>
  );
}

export { cataloguePrices } from './catalogue-prices';
export type {
  AttemptOnHost,
  Charge,
  InstanceFacts,
  Ledger,
  LedgerPrices,
  LedgerTotals,
  Requirements,
} from './contract';
export { createLedger } from './ledger';
export { formatUsd9, splitByLargestRemainder, usd, usdInTable } from './money';

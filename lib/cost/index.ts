export { cataloguePrices } from './catalogue-prices';
export type {
  AttemptOnHost,
  Charge,
  InstanceFacts,
  Ledger,
  LedgerTotals,
  Requirements,
} from './contract';
export { createLedger } from './ledger';
export { formatUsd9, usd } from './money';

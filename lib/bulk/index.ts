export { advance as advanceBulk } from './advance';
export { WAITED_MS } from './audit';
export * from './contract';
export type { BulkConnection, BulkParts } from './portion';
export {
  type BulkItemsPage,
  type BulkView,
  bulkInScope,
  readBulk,
  readBulkItems,
  readOneBulk,
} from './read';
export { type BulkRequest, beginBulk } from './start';
export { BULK_DIRECTIONS, type BulkDirection, bulkById, directBulk, itemsOf } from './store';
export { type BulkWorker, startBulkWorker } from './worker';

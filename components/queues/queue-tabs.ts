import { parseAsStringLiteral } from 'nuqs/server';

const TABS = ['queues', 'policies', 'consumables'] as const;
export type QueueTab = (typeof TABS)[number];

/** The tabs of the page of queues, as its address has them. */
export const QUEUE_TAB = parseAsStringLiteral(TABS).withDefault('queues');

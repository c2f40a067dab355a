import { parseAsStringLiteral } from 'nuqs/server';

/** The tabs of the page of queues, as its address has them. */
export const QUEUE_TAB = parseAsStringLiteral(['queues', 'policies']).withDefault('queues');

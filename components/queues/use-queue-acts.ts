'use client';

import { useConnection } from '../data/connection';
import type { ResourceActions } from '../resource-acts/kind-acts';
import { useResourceActs } from '../resource-acts/use-resource-acts';
import { disablingQueues, type ListedQueue } from './queue-rows';

/** What one may do with queues, wherever they are drawn. */
export function useQueueActs(actions: ResourceActions, onDone?: () => void) {
  const { slug } = useConnection();
  return useResourceActs<ListedQueue>(
    {
      noun: 'queue',
      actions,
      queuesOf: ({ name }) => [name],
      isQuiet: ({ waiting, running }) => waiting + running === 0,
      disabling: (rows) => disablingQueues(slug, rows),
    },
    onDone,
  );
}

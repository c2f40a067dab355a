'use client';

import type { EnvironmentRow, QueueRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import type { ResourceActions } from '../resource-acts/kind-acts';
import { useResourceActs } from '../resource-acts/use-resource-acts';
import { disablingEnvironments, type ListedEnvironment } from './environment-rows';

/** What one may do with environments, wherever they are drawn. */
export function useEnvironmentActs(
  actions: ResourceActions,
  environments: readonly EnvironmentRow[],
  queues: readonly QueueRow[],
  onDone?: () => void,
) {
  const { slug } = useConnection();
  return useResourceActs<ListedEnvironment>(
    {
      noun: 'environment',
      actions,
      queuesOf: (row) => row.queues,
      isQuiet: (row) => row.queues.length === 0,
      disabling: (rows) => disablingEnvironments(slug, rows, environments, queues),
    },
    onDone,
  );
}

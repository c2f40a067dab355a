import type { Consequence } from '../consequence/consequence';
import { nameOrCount } from './act';
import type { Switched } from './kind-acts';

const MEANS = {
  queue: { operation: 'UpdateJobQueue', description: 'Jobs can be submitted to it again.' },
  environment: {
    operation: 'UpdateComputeEnvironment',
    description: 'Jobs may start there again, and instances start for those that wait, up to the maximum.',
  },
} as const;

/** What enabling queues or environments means. */
export function enabling(rows: readonly Switched[], noun: 'queue' | 'environment'): Consequence {
  const what = nameOrCount(rows, noun);
  const { operation, description } = MEANS[noun];
  return {
    title: `Enable ${what}?`,
    description,
    act: `Enable ${what}`,
    isDanger: false,
    calls: [{ operation, count: rows.length }],
    note: 'It can be disabled again at any time.',
  };
}

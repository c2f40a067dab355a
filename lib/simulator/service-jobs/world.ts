import type { QuotaShareDetail, ServiceEnvironmentDetail } from '@aws-sdk/client-batch';
import type { ServiceJob } from './service-job';

/** A service environment: AWS's document, and whether it was deleted. Its number is its place in the list. */
export interface ServiceEnvironmentState {
  document: ServiceEnvironmentDetail;
  gone: boolean;
}

/** A quota share of a queue (by the queue's number). Its own number is its place in the list. */
export interface QuotaShareState {
  readonly queue: number;
  document: QuotaShareDetail & { tags: Record<string, string> };
  gone: boolean;
}

/** Everything of service jobs that a machine's state holds: plain data, as it stands in a snapshot. */
export interface ServiceWorld {
  environments: ServiceEnvironmentState[];
  shares: QuotaShareState[];
  jobs: ServiceJob[];
}

export function createServiceWorld(): ServiceWorld {
  return { environments: [], shares: [], jobs: [] };
}

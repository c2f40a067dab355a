import type { Core } from '../core';
import { readUuid, uuid } from '../kernel/ids';
import type { ServiceJob } from './contract';

/** Keeps draws of service jobs apart from those of the rows of container jobs. */
const FIRST_DRAW = 2_147_483_648;
export const drawOrdinal = (job: ServiceJob): number => FIRST_DRAW + job.ordinal;

export const serviceJobId = (core: Core, ordinal: number): string => uuid(core.draws, 'service-job-id', ordinal);

/** The job of an id, or undefined when this machine never made it. */
export function serviceJobOf(core: Core, jobId: string): ServiceJob | undefined {
  const ordinal = readUuid(core.draws, 'service-job-id', jobId);
  return ordinal < 0 ? undefined : core.services.jobs[ordinal];
}

export function serviceJobAt(core: Core, ordinal: number): ServiceJob {
  const job = core.services.jobs[ordinal];
  if (job === undefined) throw new Error(`No service job number ${ordinal}: the machine's tables are damaged.`);
  return job;
}

/** Whether nothing will move the job any more. */
export const hasEnded = ({ status }: ServiceJob): boolean => status === 'SUCCEEDED' || status === 'FAILED';

/** Whether the job holds capacity of its service environment. */
export const isHolding = ({ status }: ServiceJob): boolean =>
  status === 'SCHEDULED' || status === 'STARTING' || status === 'RUNNING';

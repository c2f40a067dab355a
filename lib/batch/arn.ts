/** Where a resource lives: region and account of its ARN. */
export interface Place {
  region: string;
  account: string;
}

/** The kinds of Batch resource that have an ARN, as they stand in it. */
export type ArnKind =
  | 'compute-environment'
  | 'service-environment'
  | 'job-queue'
  | 'job-definition'
  | 'job'
  | 'service-job'
  | 'scheduling-policy'
  | 'consumable-resource';

/** The ARN of a Batch resource; `name` is `NAME`, `NAME:REVISION`, or a job's id. */
export function batchArn(place: Place, kind: ArnKind, name: string): string {
  return `arn:aws:batch:${place.region}:${place.account}:${kind}/${name}`;
}

/** The part of an ARN behind its kind (`NAME`, `NAME:REVISION`, a job's id); a plain name is given back as it is. */
export function nameOfArn(arnOrName: string): string {
  if (!arnOrName.startsWith('arn:')) return arnOrName;
  const slash = arnOrName.indexOf('/');
  return slash < 0 ? arnOrName : arnOrName.slice(slash + 1);
}

/** Whether a job's id is that of a node of a multi-node job: `PARENT#1`. */
export function isNodeJobId(jobId: string): boolean {
  return jobId.includes('#');
}

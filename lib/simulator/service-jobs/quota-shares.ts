import { atOf, type Core, queueAt } from '../core';
import { markQueue } from '../jobs/transitions';
import { EVENT, pushEvent, SETTLED } from '../kernel/events';
import { emitResource } from '../resources/resource-changes';
import type { QuotaShareDocument } from './contract';
import { terminateServiceJob } from './lives';
import { hasEnded } from './service-job';
import type { QuotaShareState } from './world';

/** AWS publishes none: those of job queues, which they are part of. */
const CREATE_MS = 5000;
const UPDATE_MS = 10_000;
const DELETE_MS = 30_000;
/** How often a deletion looks whether the last job has ended. */
const LOOK_AGAIN_MS = 30_000;
/** The statusReason of jobs whose share was deleted under them; AWS publishes none. */
const SHARE_DELETED = 'Quota share deleted';

function shareAt(core: Core, number: number): QuotaShareState {
  const found = core.services.shares[number];
  if (found === undefined) throw new Error(`No quota share number ${number}: the machine's tables are damaged.`);
  return found;
}

/** The number of a quota share that is not gone, or -1. */
export function quotaShareNumber(core: Core, arn: string): number {
  return core.services.shares.findIndex(({ document, gone }) => !gone && document.quotaShareArn === arn);
}

function tell(core: Core, { document }: QuotaShareState, edit: boolean): void {
  emitResource(core, 'quota-share', document.quotaShareArn ?? '', nameOf(document), document, edit);
}

/** A share's name in history: it is unique in its queue alone. */
function nameOf({ jobQueueArn = '', quotaShareName = '' }: QuotaShareDocument): string {
  return `${jobQueueArn.slice(jobQueueArn.indexOf('/') + 1)}/${quotaShareName}`;
}

function settleLater(core: Core, number: number, ms: number): void {
  const wait = core.instant.settling ? 0 : core.clockwork.delay(ms);
  if (wait === 0) onQuotaShareSettled(core, number);
  else pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.quotaShare, number);
}

export function addQuotaShare(core: Core, queue: number, document: QuotaShareDocument): void {
  const share: QuotaShareState = { queue, document: { ...document, status: 'CREATING' }, gone: false };
  const number = core.services.shares.push(share) - 1;
  tell(core, share, true);
  settleLater(core, number, CREATE_MS);
}

/** Takes a changed document: its limits count at once, and jobs beyond them may lose their capacity. */
export function updateQuotaShare(core: Core, number: number, document: QuotaShareDocument): void {
  const share = shareAt(core, number);
  share.document = { ...document, status: 'UPDATING' };
  tell(core, share, true);
  markQueue(core, share.queue);
  core.instant.tallyDirty = true;
  settleLater(core, number, UPDATE_MS);
}

/** Other tags, and nothing else. */
export function retagQuotaShare(core: Core, number: number, tags: Record<string, string>): void {
  const share = shareAt(core, number);
  share.document = { ...share.document, tags };
  tell(core, share, true);
}

/** DELETING: its jobs are ended, and it is gone once they have. */
export function deleteQuotaShare(core: Core, number: number): void {
  const share = shareAt(core, number);
  share.document = { ...share.document, status: 'DELETING' };
  tell(core, share, true);
  for (const job of core.services.jobs) if (isOf(share, job)) terminateServiceJob(core, job, SHARE_DELETED);
  settleLater(core, number, DELETE_MS);
}

function isOf({ queue, document }: QuotaShareState, job: { queue: number; share: string }): boolean {
  return job.queue === queue && job.share === document.quotaShareName;
}

/** A change has taken its time: VALID, or gone. */
export function onQuotaShareSettled(core: Core, number: number): void {
  const share = shareAt(core, number);
  if (share.gone || share.document.status === 'VALID') return;
  if (share.document.status !== 'DELETING') {
    share.document = { ...share.document, status: 'VALID' };
    tell(core, share, false);
    return;
  }
  if (core.services.jobs.some((job) => isOf(share, job) && !hasEnded(job))) {
    const wait = Math.max(1, core.clockwork.delay(LOOK_AGAIN_MS));
    pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.quotaShare, number);
    return;
  }
  share.gone = true;
  emitResource(core, 'quota-share', share.document.quotaShareArn ?? '', nameOf(share.document), null, false);
  if (!queueAt(core, share.queue).gone) markQueue(core, share.queue);
}

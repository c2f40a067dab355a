import type { ComputeEnvironmentDetail } from '@aws-sdk/client-batch';
import { instanceTypes, typesOf, zones } from '@/lib/catalogue';
import { createBuckets, fileInstance } from '../capacity/buckets';
import { INSTANCE } from '../capacity/instance-table';
import { ENDED, endInstance, replaceInstances } from '../capacity/instances';
import { isFargate, isTakenWhole, wakeQueues, watchIdle } from '../capacity/placement';
import { scaleAll } from '../capacity/scaling';
import { TYPE_NUMBER } from '../capacity/strategies';
import {
  atOf,
  type Core,
  type EnvironmentDerived,
  type EnvironmentKind,
  type EnvironmentState,
  environmentAt,
} from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent, SETTLED } from '../kernel/events';
import { impediment, NONE_JOINED } from './environment-health';
import { emitResource } from './resource-changes';

/** How long an environment is CREATING, UPDATING and DELETING (CE-40). */
const CREATE_MS = 8000;
const UPDATE_MS = 15_000;
const DELETE_MS = 30_000;
const DEFAULT_GRACE_MINUTES = 30;
/** How often a deletion looks whether the last job has left. */
const LOOK_AGAIN_MS = 5000;
const ENVIRONMENT_HEALTHY = 'ComputeEnvironment Healthy';
/** Why a deleted Fargate environment turns INVALID; AWS tells that it does, not in which words. */
const STILL_IN_USE = 'CLIENT_ERROR - Cannot delete, compute environment has active jobs';

function kindOf(document: ComputeEnvironmentDetail): EnvironmentKind {
  const type = document.computeResources?.type;
  return type === 'SPOT' || type === 'FARGATE' || type === 'FARGATE_SPOT' ? type : 'EC2';
}

/** Zones of the subnets: EC2 knows each subnet's; here the list's order gives them, one after the other. */
function zonesOf(document: ComputeEnvironmentDetail): number[] {
  const subnets = document.computeResources?.subnets?.length ?? 1;
  return Array.from({ length: Math.max(1, Math.min(subnets, zones.length)) }, (_, index) => index);
}

/** Takes jobs: ENABLED, and VALID or under a change that began while it was. */
function isUsable({ state, status, statusReason }: ComputeEnvironmentDetail): boolean {
  return state === 'ENABLED' && (status === 'VALID' || (status === 'UPDATING' && statusReason === ENVIRONMENT_HEALTHY));
}

export function deriveEnvironment(document: ComputeEnvironmentDetail): EnvironmentDerived {
  const { types } = typesOf(document.computeResources?.instanceTypes ?? []);
  return {
    types,
    typeNumbers: types.map((type) => TYPE_NUMBER.get(type.name) ?? instanceTypes.indexOf(type)),
    zones: zonesOf(document),
    usable: isUsable(document),
    queues: [],
    buckets: createBuckets(),
  };
}

/** Files the environment's instances that take jobs again, after a restore. */
export function refile(core: Core, environment: EnvironmentState): void {
  const { environment: owner, state, doomed } = core.instances.columns;
  for (const row of core.derived.up) {
    if (i32(owner, row) !== environment.index || u8(state, row) !== INSTANCE.registered) continue;
    if (u8(doomed, row) === 0 && !isTakenWhole(core, row))
      fileInstance(environment.derived.buckets, core.instances, row);
  }
}

/** The document as DescribeComputeEnvironments shows it now, with the vCPUs that are pending or up. */
export function environmentDocument(environment: EnvironmentState): ComputeEnvironmentDetail {
  const { document } = environment;
  if (document.computeResources === undefined || isFargate(environment)) return document;
  const desiredvCpus = Math.max(environment.provisioned, environment.requested);
  return { ...document, computeResources: { ...document.computeResources, desiredvCpus } };
}

function tell(core: Core, environment: EnvironmentState, edit: boolean): void {
  const document = environmentDocument(environment);
  environment.toldDesired = document.computeResources?.desiredvCpus ?? 0;
  environment.moved = false;
  const { computeEnvironmentArn: arn, computeEnvironmentName: name } = document;
  emitResource(core, 'compute-environment', arn ?? '', name ?? '', document, edit);
}

/** Other tags, and nothing else. */
export function retagEnvironment(core: Core, index: number, tags: Record<string, string>): void {
  const environment = environmentAt(core, index);
  environment.document = { ...environment.document, tags };
  tell(core, environment, true);
}

/** Tells the desiredvCpus that moved in this instant, once each. */
export function tellDesired(core: Core): void {
  core.instant.desiredMoved = false;
  for (const environment of core.environments) {
    if (!environment.moved) continue;
    environment.moved = false;
    if (environment.gone) continue;
    const desired = environmentDocument(environment).computeResources?.desiredvCpus ?? 0;
    if (desired !== environment.toldDesired) tell(core, environment, false);
  }
}

export function addEnvironment(core: Core, document: ComputeEnvironmentDetail): void {
  const index = core.environments.length;
  const creating: ComputeEnvironmentDetail = { ...document, status: 'CREATING' };
  const requested = document.computeResources?.desiredvCpus ?? 0;
  const environment: EnvironmentState = {
    index,
    document: creating,
    kind: kindOf(document),
    gone: false,
    provisioned: 0,
    usedMilli: 0,
    refusals: 0,
    requested,
    moved: false,
    toldDesired: 0,
    joining: 0,
    replaced: 0,
    awaitsReplaced: false,
    derived: deriveEnvironment(creating),
  };
  core.environments.push(environment);
  core.derived.environmentByName.set(document.computeEnvironmentName ?? '', index);
  tell(core, environment, true);
  settleLater(core, index, CREATE_MS);
}

function settleLater(core: Core, index: number, ms: number): void {
  const wait = core.instant.settling ? 0 : core.clockwork.delay(ms);
  if (wait === 0) onEnvironmentSettled(core, index);
  else pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.environment, index);
}

/** A change has taken its time: VALID or INVALID, or gone. */
export function onEnvironmentSettled(core: Core, index: number): void {
  const environment = environmentAt(core, index);
  if (environment.gone) return;
  const { status } = environment.document;
  if (status === 'DELETING') finishDelete(core, environment);
  else if (status === 'CREATING' || status === 'UPDATING') settle(core, environment, impediment(core, environment));
}

/**
 * VALID, and the minimum is asked for; INVALID where there is a reason. Still UPDATING while instances of former settings
 * are up, but by the new settings it is usable or not.
 */
function settle(core: Core, environment: EnvironmentState, reason: string | null): void {
  environment.awaitsReplaced = environment.replaced > 0;
  const settled = reason === null ? 'VALID' : 'INVALID';
  const status = environment.awaitsReplaced ? 'UPDATING' : settled;
  const statusReason = reason ?? ENVIRONMENT_HEALTHY;
  if (environment.document.status === status && environment.document.statusReason === statusReason) return;
  environment.document = { ...environment.document, status, statusReason };
  environment.derived.usable = isUsable(environment.document);
  tell(core, environment, false);
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  wakeQueues(core, environment);
  if (core.instant.settling) scaleAll(core);
}

/** INVALID for a reason that only an update mends. */
export function invalidate(core: Core, environment: EnvironmentState, reason: string): void {
  settle(core, environment, reason);
}

/** Something that environments name is missing, or there again. */
export function recheckHealth(core: Core): void {
  for (const environment of core.environments) {
    if (environment.gone) continue;
    const { status, statusReason } = environment.document;
    const reason = impediment(core, environment);
    if (status === 'DELETING') {
      if (reason === null && statusReason !== ENVIRONMENT_HEALTHY) beginDelete(core, environment);
    } else if (
      status === 'VALID' ||
      environment.awaitsReplaced ||
      (status === 'INVALID' && statusReason !== STILL_IN_USE && statusReason !== NONE_JOINED)
    ) {
      if ((reason ?? ENVIRONMENT_HEALTHY) !== statusReason) settle(core, environment, reason);
    }
  }
}

/** DELETING: no more jobs, and its instances go. */
export function deleteEnvironment(core: Core, index: number): void {
  const environment = environmentAt(core, index);
  environment.document = { ...environment.document, status: 'DELETING' };
  environment.derived.usable = false;
  environment.requested = 0;
  tell(core, environment, true);
  beginDelete(core, environment);
}

function beginDelete(core: Core, environment: EnvironmentState): void {
  if (impediment(core, environment) === null) {
    for (const row of [...core.derived.up]) {
      if (i32(core.instances.columns.environment, row) === environment.index) endInstance(core, row, ENDED.user);
    }
  }
  settleLater(core, environment.index, DELETE_MS);
}

/** Gone; unless jobs still run on it, or something it names is missing: without it Batch can't clean up, and it hangs. */
function finishDelete(core: Core, environment: EnvironmentState): void {
  const { document } = environment;
  const reason = impediment(core, environment);
  if (reason !== null) {
    if (document.statusReason === reason) return;
    environment.document = { ...document, statusReason: reason };
    tell(core, environment, false);
    return;
  }
  if (environment.usedMilli > 0) {
    if (isFargate(environment)) settle(core, environment, STILL_IN_USE);
    else {
      const wait = Math.max(1, core.clockwork.delay(LOOK_AGAIN_MS));
      pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.environment, environment.index);
    }
    return;
  }
  const { computeEnvironmentArn: arn = '', computeEnvironmentName: name = '' } = document;
  environment.gone = true;
  core.derived.environmentByName.delete(name);
  emitResource(core, 'compute-environment', arn, name, null, false);
  core.instant.tallyDirty = true;
}

/** Takes a changed document: new limits, the new state and (`replaces`) what new instances are like count at once. */
export function updateEnvironment(
  core: Core,
  index: number,
  document: ComputeEnvironmentDetail,
  replaces: boolean,
): void {
  const environment = environmentAt(core, index);
  const { buckets, queues } = environment.derived;
  const asked = document.computeResources?.desiredvCpus ?? 0;
  const hasAsked = asked !== (environment.document.computeResources?.desiredvCpus ?? 0);
  if (hasAsked && asked > environment.provisioned) environment.requested = asked;
  environment.document = { ...document, status: 'UPDATING' };
  environment.kind = kindOf(document);
  Object.assign(environment.derived, deriveEnvironment(environment.document), { buckets, queues });
  tell(core, environment, true);
  if (replaces) {
    environment.refusals = 0;
    replaceInstances(core, environment, graceOf(document));
  }
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  wakeQueues(core, environment);
  watchIdleOnes(core, environment);
  settleLater(core, index, UPDATE_MS);
}

/** How long jobs on replaced instances may go on: the operator's own time, in every timing profile. */
function graceOf({ updatePolicy }: ComputeEnvironmentDetail): number {
  if (updatePolicy?.terminateJobsOnUpdate === true) return 0;
  return (updatePolicy?.jobExecutionTimeoutMinutes ?? DEFAULT_GRACE_MINUTES) * 60_000;
}

// The minimum may be lower now: idle instances that nobody watches get their time from when they became idle.
function watchIdleOnes(core: Core, environment: EnvironmentState): void {
  const { environment: owner, state, idleSince } = core.instances.columns;
  for (const row of core.derived.up) {
    if (i32(owner, row) !== environment.index || u8(state, row) !== INSTANCE.registered) continue;
    if (f64(idleSince, row) >= 0) watchIdle(core, environment, row);
  }
}

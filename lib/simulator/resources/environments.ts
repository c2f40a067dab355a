import type { ComputeEnvironmentDetail } from '@aws-sdk/client-batch';
import { instanceTypes, typesOf, zones } from '@/lib/catalogue';
import { createBuckets, fileInstance } from '../capacity/buckets';
import { INSTANCE } from '../capacity/instance-table';
import { isFargate, wakeQueues, watchIdle } from '../capacity/placement';
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
import { EVENT, pushEvent } from '../kernel/events';
import { emitResource } from './resource-changes';

const CREATE_MS = 8000;
const UPDATE_MS = 15_000;
/** `a` of a `settled` event: what has settled. */
export const SETTLED = { environment: 0, queue: 1 } as const;
export const ENVIRONMENT_HEALTHY = 'ComputeEnvironment Healthy';

function kindOf(document: ComputeEnvironmentDetail): EnvironmentKind {
  const type = document.computeResources?.type;
  return type === 'SPOT' || type === 'FARGATE' || type === 'FARGATE_SPOT' ? type : 'EC2';
}

/** Zones of the subnets: EC2 knows each subnet's; here the list's order gives them, one after the other. */
function zonesOf(document: ComputeEnvironmentDetail): number[] {
  const subnets = document.computeResources?.subnets?.length ?? 1;
  return Array.from({ length: Math.max(1, Math.min(subnets, zones.length)) }, (_, index) => index);
}

export function deriveEnvironment(document: ComputeEnvironmentDetail): EnvironmentDerived {
  const { types } = typesOf(document.computeResources?.instanceTypes ?? []);
  return {
    types,
    typeNumbers: types.map((type) => TYPE_NUMBER.get(type.name) ?? instanceTypes.indexOf(type)),
    zones: zonesOf(document),
    usable: document.state === 'ENABLED' && (document.status === 'VALID' || document.status === 'UPDATING'),
    queues: [],
    buckets: createBuckets(),
  };
}

/** Files the environment's instances that take jobs again, after a restore. */
export function refile(core: Core, environment: EnvironmentState): void {
  const { environment: owner, state, doomed } = core.instances.columns;
  for (const row of core.derived.up) {
    if (i32(owner, row) !== environment.index || u8(state, row) !== INSTANCE.registered) continue;
    if (u8(doomed, row) === 0) fileInstance(environment.derived.buckets, core.instances, row);
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

/** Tells the desiredvCpus that moved in this instant, once each. */
export function tellDesired(core: Core): void {
  core.instant.desiredMoved = false;
  for (const environment of core.environments) {
    if (!environment.moved) continue;
    environment.moved = false;
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

/** VALID, and the minimum is asked for. */
export function onEnvironmentSettled(core: Core, index: number): void {
  const environment = environmentAt(core, index);
  const { status } = environment.document;
  if (environment.gone || (status !== 'CREATING' && status !== 'UPDATING')) return;
  environment.document = { ...environment.document, status: 'VALID', statusReason: ENVIRONMENT_HEALTHY };
  environment.derived.usable = environment.document.state === 'ENABLED';
  tell(core, environment, false);
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  wakeQueues(core, environment);
  if (core.instant.settling) scaleAll(core);
}

/** Takes a changed document: new limits and the new state count at once. */
export function updateEnvironment(core: Core, index: number, document: ComputeEnvironmentDetail): void {
  const environment = environmentAt(core, index);
  const { buckets, queues } = environment.derived;
  const asked = document.computeResources?.desiredvCpus ?? 0;
  const hasAsked = asked !== (environment.document.computeResources?.desiredvCpus ?? 0);
  if (hasAsked && asked > environment.provisioned) environment.requested = asked;
  environment.document = { ...document, status: 'UPDATING' };
  Object.assign(environment.derived, deriveEnvironment(environment.document), { buckets, queues });
  tell(core, environment, true);
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  wakeQueues(core, environment);
  watchIdleOnes(core, environment);
  settleLater(core, index, UPDATE_MS);
}

// The minimum may be lower now: idle instances that nobody watches get their time from when they became idle.
function watchIdleOnes(core: Core, environment: EnvironmentState): void {
  const { environment: owner, state, idleSince } = core.instances.columns;
  for (const row of core.derived.up) {
    if (i32(owner, row) !== environment.index || u8(state, row) !== INSTANCE.registered) continue;
    if (f64(idleSince, row) >= 0) watchIdle(core, environment, row);
  }
}

import type { ServiceEnvironmentDetail } from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import { atOf, type Core } from '../core';
import { markQueue } from '../jobs/transitions';
import { EVENT, pushEvent, SETTLED } from '../kernel/events';
import { emitResource } from '../resources/resource-changes';
import type { ServiceEnvironmentState } from './world';

/** AWS publishes none: those of compute environments, which have more to do. */
const CREATE_MS = 8000;
const UPDATE_MS = 15_000;
const DELETE_MS = 30_000;

/** The number of a service environment that is not gone, or -1. */
export function serviceEnvironmentNumber(core: Core, name: string): number {
  return core.services.environments.findIndex(
    ({ document, gone }) => !gone && document.serviceEnvironmentName === name,
  );
}

function environmentAt(core: Core, number: number): ServiceEnvironmentState {
  const found = core.services.environments[number];
  if (found === undefined)
    throw new Error(`No service environment number ${number}: the machine's tables are damaged.`);
  return found;
}

function tell(core: Core, { document }: ServiceEnvironmentState, edit: boolean): void {
  const { serviceEnvironmentArn: arn = '', serviceEnvironmentName: name = '' } = document;
  emitResource(core, 'service-environment', arn, name, document, edit);
}

function settleLater(core: Core, number: number, ms: number): void {
  const wait = core.instant.settling ? 0 : core.clockwork.delay(ms);
  if (wait === 0) onServiceEnvironmentSettled(core, number);
  else pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.serviceEnvironment, number);
}

export function addServiceEnvironment(core: Core, document: ServiceEnvironmentDetail): void {
  const environment: ServiceEnvironmentState = { document: { ...document, status: 'CREATING' }, gone: false };
  const number = core.services.environments.push(environment) - 1;
  tell(core, environment, true);
  settleLater(core, number, CREATE_MS);
}

/** Takes a changed document: its limits and state count at once, the status follows. */
export function updateServiceEnvironment(core: Core, number: number, document: ServiceEnvironmentDetail): void {
  const environment = environmentAt(core, number);
  environment.document = { ...document, status: 'UPDATING' };
  tell(core, environment, true);
  for (const queue of queuesOnServiceEnvironment(core, number)) markQueue(core, queue);
  core.instant.tallyDirty = true;
  settleLater(core, number, UPDATE_MS);
}

/** Other tags, and nothing else. */
export function retagServiceEnvironment(core: Core, number: number, tags: Record<string, string>): void {
  const environment = environmentAt(core, number);
  environment.document = { ...environment.document, tags };
  tell(core, environment, true);
}

export function deleteServiceEnvironment(core: Core, number: number): void {
  const environment = environmentAt(core, number);
  environment.document = { ...environment.document, status: 'DELETING' };
  tell(core, environment, true);
  settleLater(core, number, DELETE_MS);
}

/** A change has taken its time: VALID, or gone. */
export function onServiceEnvironmentSettled(core: Core, number: number): void {
  const environment = environmentAt(core, number);
  const { status, serviceEnvironmentArn: arn = '', serviceEnvironmentName: name = '' } = environment.document;
  if (environment.gone) return;
  if (status === 'DELETING') {
    environment.gone = true;
    emitResource(core, 'service-environment', arn, name, null, false);
  } else if (status !== 'VALID') {
    environment.document = { ...environment.document, status: 'VALID' };
    tell(core, environment, false);
  }
}

/** Numbers of the queues that refer to a service environment. */
export function queuesOnServiceEnvironment(core: Core, number: number): number[] {
  const name = environmentAt(core, number).document.serviceEnvironmentName ?? '';
  return core.queues
    .filter(({ gone, document }) => !gone && serviceEnvironmentOf(document) === name)
    .map(({ index }) => index);
}

/** Name of the service environment that a queue's document refers to; undefined in queues of compute environments. */
export function serviceEnvironmentOf(document: {
  serviceEnvironmentOrder?: { serviceEnvironment?: string | undefined }[] | undefined;
}): string | undefined {
  const [first] = document.serviceEnvironmentOrder ?? [];
  return first === undefined ? undefined : nameOfArn(first.serviceEnvironment ?? '');
}

import type {
  ContainerDetail,
  EksAttemptContainerDetail,
  EksAttemptDetail,
  EksContainer,
  EksPodProperties,
  EksPodPropertiesDetail,
} from '@aws-sdk/client-batch';
import { type Core, environmentAt, textOf } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { podNameOf } from './names';
import { endOfContainer } from './task-documents';

/** A pod's container as what decides a run is read from it: command, environment and memory. */
export function podBehaviourOf({ image, command = [], args = [], env = [], resources }: EksContainer): ContainerDetail {
  const memory = resources?.limits?.memory ?? resources?.requests?.memory ?? '';
  return {
    image,
    command: [...command, ...args],
    environment: env,
    resourceRequirements: [{ type: 'MEMORY', value: memory.replace(/Mi$/, '') }],
  };
}

/** Name of the node that an instance is, by its private address. */
function nodeNameOf(core: Core, host: number): string {
  const address = `10-${(host >>> 16) & 255}-${(host >>> 8) & 255}-${host & 255}`;
  const { region } = core.place;
  return `ip-${address}.${region === 'us-east-1' ? 'ec2' : `${region}.compute`}.internal`;
}

function endedContainers(core: Core, attempt: number, pod: EksPodProperties): EksAttemptContainerDetail[] {
  const { exitCode, reason } = core.attempts.columns;
  const code = i32(exitCode, attempt);
  const text = textOf(core, i32(reason, attempt));
  const own = { ...(code < 0 ? {} : { exitCode: code }), ...(text === '' ? {} : { reason: text }) };
  return (pod.containers ?? []).map((container, place) => ({
    name: container.name,
    ...(place === 0 ? own : endOfContainer(core, attempt, podBehaviourOf(container))),
  }));
}

function endedInit(core: Core, attempt: number, pod: EksPodProperties): EksAttemptContainerDetail[] {
  const hasStarted = f64(core.attempts.columns.startedAt, attempt) >= 0;
  return (pod.initContainers ?? []).map(({ name }) => ({ name, ...(hasStarted ? { exitCode: 0 } : {}) }));
}

/** JobDetail.eksAttempts' element of an attempt that is over. */
export function podAttempt(core: Core, row: number, attempt: number, pod: EksPodProperties): EksAttemptDetail {
  const { n: numbers, startedAt, stoppedAt, statusReason, environment, instance } = core.attempts.columns;
  const n = u8(numbers, attempt);
  const host = i32(instance, attempt);
  const started = f64(startedAt, attempt);
  const { eksConfiguration } = environmentAt(core, i32(environment, attempt)).document;
  const text = textOf(core, i32(statusReason, attempt));
  return {
    containers: endedContainers(core, attempt, pod),
    initContainers: endedInit(core, attempt, pod),
    eksClusterArn: eksConfiguration?.eksClusterArn,
    podName: podNameOf(core, row, n),
    podNamespace: eksConfiguration?.kubernetesNamespace,
    ...(host < 0 ? {} : { nodeName: nodeNameOf(core, host) }),
    ...(started < 0 ? {} : { startedAt: started }),
    stoppedAt: f64(stoppedAt, attempt),
    statusReason: text,
  };
}

/** JobDetail.eksProperties' pod: its settings, and what attempt `n` on `host` adds; `attempt` is that attempt where it is over, else -1. */
export function shownPodOf(
  core: Core,
  row: number,
  pod: EksPodProperties,
  { attempt, n, host }: { attempt: number; n: number; host: number },
): EksPodPropertiesDetail {
  const ended = attempt < 0 ? [] : endedContainers(core, attempt, pod);
  const init = attempt < 0 ? [] : endedInit(core, attempt, pod);
  return {
    ...pod,
    ...(n > 0 ? { podName: podNameOf(core, row, n) } : {}),
    ...(host < 0 ? {} : { nodeName: nodeNameOf(core, host) }),
    containers: (pod.containers ?? []).map((container, place) => ({ ...container, ...ended[place] })),
    initContainers: (pod.initContainers ?? []).map((container, place) => ({ ...container, ...init[place] })),
  };
}

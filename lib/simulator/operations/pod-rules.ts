import type {
  EksContainer,
  EksPodProperties,
  EksProperties,
  RegisterJobDefinitionCommandInput,
} from '@aws-sdk/client-batch';
import { checkEnvironment } from './container-rules';
import { refuseValue } from './refusals';
import type { AskedResources } from './resource-requirement-rules';

const CONTAINERS_MAX = 10;
const MEMORY_MIN_MIB = 4;
const WHOLE_MIB = /^(\d{1,10})Mi$/;
const CPU = /^\d{1,7}(\.\d{1,6})?$/;
const WHOLE = /^\d{1,9}$/;
/** `cpu` comes in quarters. */
const CPU_STEP_MILLI = 250;
const GPU = 'nvidia.com/gpu';
/** Name of a container that has none. */
export const DEFAULT_NAME = 'Default';

function notValid(value: string, type: string): never {
  refuseValue(`Value ${value} for type ${type} is not valid.`);
}

function memoryOf(value: string): number {
  const mib = Number(WHOLE_MIB.exec(value)?.[1] ?? notValid(value, 'memory'));
  if (mib < MEMORY_MIN_MIB) refuseValue(`Memory must be at least ${MEMORY_MIN_MIB} Mib, got ${mib} Mib.`);
  return mib;
}

function cpuOf(value: string): number {
  const milli = CPU.test(value) ? Math.floor(Number(value) * 1000 + 0.5) : 0;
  return milli > 0 && milli % CPU_STEP_MILLI === 0 ? milli : notValid(value, 'cpu');
}

const gpusOf = (value: string): number => (WHOLE.test(value) ? Number(value) : notValid(value, GPU));

/** What a container of a pod asks for: its requests, or its limits where it has none. */
export function podContainerResources({ resources }: EksContainer): AskedResources {
  const { limits = {}, requests = {} } = resources ?? {};
  const asked = (type: string, read: (value: string) => number, isSame: boolean): number | undefined => {
    const limit = limits[type] === undefined ? undefined : read(limits[type]);
    const request = requests[type] === undefined ? undefined : read(requests[type]);
    if (limit !== undefined && request !== undefined && (isSame ? limit !== request : limit < request)) {
      refuseValue(`The limits of ${type} must be ${isSame ? 'equal to' : 'at least'} its requests.`);
    }
    return request ?? limit;
  };
  const memoryMib = asked('memory', memoryOf, true);
  const milliVcpus = asked('cpu', cpuOf, false);
  if (memoryMib === undefined) refuseValue('memory is required in resources.');
  if (milliVcpus === undefined) refuseValue('cpu is required in resources.');
  return { milliVcpus, memoryMib, gpus: asked(GPU, gpusOf, true) ?? 0 };
}

/** What a pod asks for: the sum of its containers, or the largest of its init containers, which run before, alone. */
export function podResources({ containers = [], initContainers = [] }: EksPodProperties): AskedResources {
  const sum = { milliVcpus: 0, memoryMib: 0, gpus: 0 };
  for (const container of containers) {
    const asked = podContainerResources(container);
    sum.milliVcpus += asked.milliVcpus;
    sum.memoryMib += asked.memoryMib;
    sum.gpus += asked.gpus;
  }
  for (const container of initContainers) {
    const asked = podContainerResources(container);
    sum.milliVcpus = Math.max(sum.milliVcpus, asked.milliVcpus);
    sum.memoryMib = Math.max(sum.memoryMib, asked.memoryMib);
    sum.gpus = Math.max(sum.gpus, asked.gpus);
  }
  return sum;
}

/** The pod of eksProperties. */
export function podOf({ podProperties }: EksProperties): EksPodProperties {
  return podProperties ?? refuseValue('podProperties is required in eksProperties.');
}

/** What AWS refuses of a definition's pod, and of what goes with none. */
export function checkPod(eks: EksProperties, input: RegisterJobDefinitionCommandInput): void {
  for (const member of ['platformCapabilities', 'propagateTags'] as const) {
    if (input[member] !== undefined) refuseValue(`${member} is not applicable for EKS.`);
  }
  const pod = podOf(eks);
  const { containers = [], initContainers = [] } = pod;
  if (containers.length < 1 || containers.length > CONTAINERS_MAX) {
    refuseValue(`A pod must have between 1 and ${CONTAINERS_MAX} containers.`);
  }
  if (initContainers.length > CONTAINERS_MAX) {
    refuseValue(`A pod can have at most ${CONTAINERS_MAX} initContainers.`);
  }
  const all = [...containers, ...initContainers];
  if (new Set(all.map(({ name = DEFAULT_NAME }) => name)).size < all.length) {
    refuseValue('Container names must be unique');
  }
  for (const { image, env } of all) {
    if (!image) refuseValue('Container image is required.');
    checkEnvironment(env);
  }
  podResources(pod);
}

const shownContainer = (container: EksContainer): EksContainer => ({
  ...container,
  name: container.name ?? DEFAULT_NAME,
  command: container.command ?? [],
  args: container.args ?? [],
  env: container.env ?? [],
  volumeMounts: container.volumeMounts ?? [],
});

/** A definition's pod as Describe shows it: the collections that were not given are there, empty. */
export function shownPod(eks: EksProperties): EksProperties {
  const pod = podOf(eks);
  return {
    podProperties: {
      ...pod,
      containers: (pod.containers ?? []).map(shownContainer),
      initContainers: (pod.initContainers ?? []).map(shownContainer),
      volumes: pod.volumes ?? [],
    },
  };
}

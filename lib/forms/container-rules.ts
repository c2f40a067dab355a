import type { ContainerProperties, PlatformCapability, RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';
import { isMask } from '@/lib/batch';
import { fargateSizes, isFargateSize } from '@/lib/catalogue';
import { checkRole, type Findings, grouped } from './checks';
import type { Part } from './shapes';

/** A container as a form may hold it. */
export type ContainerPart = Part<ContainerProperties>;

/** Bounds of a container. Source: RegisterJobDefinition of the API reference, and AWS_BATCH. */
const CONTAINER = { memoryMibLeast: 4, vcpusLeast: 1, storageGib: { least: 21, most: 200 } } as const;
/** Drivers that Fargate takes. Source: LogConfiguration of the API reference. */
export const FARGATE_LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'] as const;
/** What a masked value says in a form: it is never sent. */
export const MASKED_SENTENCE =
  'This value was masked in the history and is not known here: type it again, or take it out.';

const NOT_FOR_FARGATE_LINUX = ['devices', 'sharedMemorySize', 'tmpfs', 'maxSwap', 'swappiness'] as const;
const EFS_LEAST = { major: 1, minor: 4 };

/** The memory that Fargate offers with so many vCPUs, in words; null where it has no such size. */
export function fargateMemoryWords(vcpus: number): string | null {
  const memory = fargateSizes.find((size) => size.vcpus === vcpus)?.memoryMib;
  if (memory === undefined) return null;
  const [first = 0, second = 0] = memory;
  const last = memory.at(-1) ?? first;
  const isEven = memory.every((mib, at) => mib === first + at * (second - first));
  if (!isEven || memory.length < 4) return `${memory.map(grouped).join(', ')} MiB`;
  return `${grouped(first)} to ${grouped(last)} MiB in steps of ${grouped(second - first)}`;
}

/** The text of one requirement, of the newer list or the older member. */
function requirementOf(container: ContainerPart, type: 'VCPU' | 'MEMORY' | 'GPU'): string | undefined {
  const asked = (container.resourceRequirements ?? []).find((one) => one.type === type)?.value;
  if (asked !== undefined) return asked;
  if (type === 'VCPU') return container.vcpus?.toString();
  return type === 'MEMORY' ? container.memory?.toString() : undefined;
}

const DECIMAL = /^\d{1,7}(\.\d{1,6})?$/;
const WHOLE = /^\d{1,9}$/;

/** Where a requirement stands: the member of the list that gives it, else the list. */
function placeOf(container: ContainerPart, path: string, type: string): string {
  const list = `${path}.resourceRequirements`;
  const at = (container.resourceRequirements ?? []).findIndex((one) => one.type === type);
  return at < 0 ? list : `${list}[${at}].value`;
}

/** What is wrong with the vCPUs, memory and GPUs that a container asks for, by its platform's rules. */
export function checkRequirements(found: Findings, container: ContainerPart, path: string, isFargate: boolean): void {
  const list = container.resourceRequirements ?? [];
  list.forEach((one, at) => {
    const isSecond = list.findIndex((other) => other.type === one.type) !== at;
    found.when(isSecond, `${path}.resourceRequirements[${at}]`, `${one.type ?? 'It'} stands twice.`);
  });
  const [vcpus, memory, gpu] = [
    requirementOf(container, 'VCPU'),
    requirementOf(container, 'MEMORY'),
    requirementOf(container, 'GPU'),
  ];
  const at = (type: string) => placeOf(container, path, type);
  if (vcpus === undefined || vcpus === '') found.add(at('VCPU'), 'Give the vCPUs.');
  else if (!DECIMAL.test(vcpus)) found.add(at('VCPU'), 'The vCPUs are a number.');
  else if (!isFargate && Number(vcpus) < CONTAINER.vcpusLeast)
    found.add(at('VCPU'), 'On EC2 a job has at least 1 vCPU.');
  if (memory === undefined || memory === '') found.add(at('MEMORY'), 'Give the memory.');
  else if (!WHOLE.test(memory)) found.add(at('MEMORY'), 'The memory is a whole number of MiB.');
  else if (!isFargate && Number(memory) < CONTAINER.memoryMibLeast) {
    found.add(at('MEMORY'), `A job has at least ${CONTAINER.memoryMibLeast} MiB of memory.`);
  }
  if (gpu !== undefined) {
    if (isFargate) found.add(at('GPU'), 'Fargate has no GPUs.');
    else found.when(!WHOLE.test(gpu), at('GPU'), 'GPUs are a whole number.');
  }
  if (isFargate) checkFargateSize(found, vcpus, memory, at);
}

function checkFargateSize(
  found: Findings,
  vcpus: string | undefined,
  memory: string | undefined,
  at: (type: string) => string,
): void {
  if (vcpus === undefined || !DECIMAL.test(vcpus)) return;
  const words = fargateMemoryWords(Number(vcpus));
  if (words === null) {
    found.add(at('VCPU'), `Fargate has sizes of ${fargateSizes.map((size) => size.vcpus).join(', ')} vCPU.`);
  } else if (memory !== undefined && WHOLE.test(memory) && !isFargateSize(Number(vcpus), Number(memory))) {
    found.add(at('MEMORY'), `With ${vcpus} vCPU Fargate offers ${words}.`);
  }
}

/** Variables of a container or of its overrides: named, not by what Batch keeps for itself, and no mask. */
export function checkVariables(
  found: Findings,
  environment: ContainerPart['environment'] | undefined,
  path: string,
): void {
  for (const [at, { name = '', value = '' }] of (environment ?? []).entries()) {
    const own = `${path}.environment[${at}]`;
    if (name === '') found.add(`${own}.name`, 'A variable has a name.');
    else if (/^AWS_BATCH/.test(name)) found.add(`${own}.name`, 'Names that begin with AWS_BATCH are kept for Batch.');
    found.when(isMask(value), `${own}.value`, MASKED_SENTENCE);
  }
}

function checkFargate(found: Findings, container: ContainerPart, path: string): void {
  found.when(
    (container.executionRoleArn ?? '') === '',
    `${path}.executionRoleArn`,
    'Fargate needs an execution role: it pulls the image and writes the log.',
  );
  found.when(container.privileged === true, `${path}.privileged`, 'Fargate runs no privileged container.');
  found.when((container.ulimits?.length ?? 0) > 0, `${path}.ulimits`, 'ulimits can not be set on Fargate.');
  for (const member of NOT_FOR_FARGATE_LINUX) {
    const isSet = container.linuxParameters?.[member] !== undefined;
    found.when(isSet, `${path}.linuxParameters.${member}`, `${member} can not be set on Fargate.`);
  }
  const driver = container.logConfiguration?.logDriver;
  found.when(
    driver !== undefined && !FARGATE_LOG_DRIVERS.some((one) => one === driver),
    `${path}.logConfiguration.logDriver`,
    `Fargate logs by ${FARGATE_LOG_DRIVERS.join(', ')} only.`,
  );
  found.range(
    container.ephemeralStorage?.sizeInGiB,
    `${path}.ephemeralStorage.sizeInGiB`,
    'Ephemeral storage in GiB',
    CONTAINER.storageGib.least,
    CONTAINER.storageGib.most,
  );
  checkFargateVolumes(found, container, path);
}

function checkFargateVolumes(found: Findings, container: ContainerPart, path: string): void {
  const version = container.fargatePlatformConfiguration?.platformVersion ?? 'LATEST';
  const [major = 0, minor = 0] = /^\d+\.\d+/.test(version) ? version.split('.').map(Number) : [EFS_LEAST.major + 1];
  const isOld = major < EFS_LEAST.major || (major === EFS_LEAST.major && minor < EFS_LEAST.minor);
  for (const [at, volume] of (container.volumes ?? []).entries()) {
    const own = `${path}.volumes[${at}]`;
    found.when(
      volume.host?.sourcePath !== undefined,
      `${own}.host.sourcePath`,
      'On Fargate there is no host to mount from.',
    );
    found.when(
      volume.efsVolumeConfiguration !== undefined && isOld,
      `${own}.efsVolumeConfiguration`,
      `EFS needs platform version 1.4.0 or later; this is ${version}.`,
    );
  }
}

function checkEc2(found: Findings, container: ContainerPart, path: string): void {
  for (const member of ['networkConfiguration', 'fargatePlatformConfiguration', 'ephemeralStorage'] as const) {
    found.when(container[member] !== undefined, `${path}.${member}`, `${member} is for Fargate only.`);
  }
}

/** What is wrong with a container of a definition, by AWS's rules for its platform. */
export function checkContainer(
  found: Findings,
  container: ContainerPart,
  path: string,
  platform: PlatformCapability,
): void {
  const isFargate = platform === 'FARGATE';
  found.when((container.image ?? '') === '', `${path}.image`, 'Give an image.');
  const empty = (container.command ?? []).indexOf('');
  found.when(empty >= 0, `${path}.command`, 'A command has no empty arguments.');
  checkVariables(found, container.environment, path);
  checkRequirements(found, container, path, isFargate);
  if (isFargate) checkFargate(found, container, path);
  else checkEc2(found, container, path);
  checkRole(found, container.executionRoleArn, `${path}.executionRoleArn`, 'The execution role');
  checkRole(found, container.jobRoleArn, `${path}.jobRoleArn`, 'The job role');
  const hasSecrets =
    (container.secrets?.length ?? 0) > 0 || (container.logConfiguration?.secretOptions?.length ?? 0) > 0;
  found.when(
    hasSecrets && (container.executionRoleArn ?? '') === '',
    `${path}.executionRoleArn`,
    'Secrets need an execution role that may read them.',
  );
  const { operatingSystemFamily: system, cpuArchitecture: cpu } = container.runtimePlatform ?? {};
  found.when(
    system?.startsWith('WINDOWS') === true && cpu !== undefined && cpu !== 'X86_64',
    `${path}.runtimePlatform.cpuArchitecture`,
    'Windows runs on X86_64 only.',
  );
}

/** Parameters and their values: none may be a mask. */
export function checkParameters(found: Findings, input: Part<RegisterJobDefinitionCommandInput>): void {
  for (const [name, value] of Object.entries(input.parameters ?? {})) {
    found.when(isMask(value ?? ''), `parameters.${name}`, MASKED_SENTENCE);
  }
}

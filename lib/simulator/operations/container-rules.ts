import type { ContainerProperties, KeyValuePair, LinuxParameters, PlatformCapability } from '@aws-sdk/client-batch';
import { refuseValue } from './refusals';
import { askedResources } from './resource-requirement-rules';

const NOT_FOR_FARGATE_LINUX = [
  'devices',
  'sharedMemorySize',
  'tmpfs',
  'maxSwap',
  'swappiness',
] as const satisfies readonly (keyof LinuxParameters)[];
const FARGATE_LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'];
const EPHEMERAL_GIB = { min: 21, max: 200 };
const EFS_PLATFORM = { major: 1, minor: 4 };

export function checkCommand(command: readonly string[] | undefined): void {
  if (command?.includes('')) refuseValue('Command can not contain an empty string.');
}

export function checkEnvironment(environment: readonly KeyValuePair[] | undefined): void {
  for (const { name } of environment ?? []) {
    if (!name) refuseValue('Environment variables must have a name.');
    if (name.startsWith('AWS_BATCH')) {
      refuseValue(`Environment variable ${name} is not valid: names that start with AWS_BATCH are reserved.`);
    }
  }
}

function checkFargateVolumes(container: ContainerProperties): void {
  const version = container.fargatePlatformConfiguration?.platformVersion;
  const [major = 0, minor = 0] = /^\d+\.\d+/.test(version ?? '') ? (version ?? '').split('.').map(Number) : [99];
  const isOld = major < EFS_PLATFORM.major || (major === EFS_PLATFORM.major && minor < EFS_PLATFORM.minor);
  for (const volume of container.volumes ?? []) {
    if (volume.host?.sourcePath !== undefined) refuseValue('host.sourcePath should not be set for volumes in Fargate.');
    if (volume.efsVolumeConfiguration !== undefined && isOld) {
      refuseValue(`EFS is supported for Fargate platform versions 1.4.0 or later, provided ${version}`);
    }
  }
}

function checkFargate(container: ContainerProperties): void {
  if (!container.executionRoleArn) refuseValue('executionRoleArn is required for Fargate jobs.');
  if (container.privileged === true) {
    refuseValue('Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.');
  }
  if ((container.ulimits?.length ?? 0) > 0) refuseValue('ulimits is not applicable for Fargate.');
  for (const field of NOT_FOR_FARGATE_LINUX) {
    if (container.linuxParameters?.[field] !== undefined) {
      refuseValue(`linuxParameter.${field} is not allowed for Fargate.`);
    }
  }
  const driver = container.logConfiguration?.logDriver;
  if (driver !== undefined && !FARGATE_LOG_DRIVERS.includes(driver)) {
    refuseValue(`Log driver for Fargate is not valid: ${driver}`);
  }
  checkFargateVolumes(container);
  const gib = container.ephemeralStorage?.sizeInGiB;
  if (gib !== undefined && (gib < EPHEMERAL_GIB.min || gib > EPHEMERAL_GIB.max)) {
    refuseValue('Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB');
  }
}

function checkEc2(container: ContainerProperties): void {
  if (container.networkConfiguration !== undefined) refuseValue('networkConfiguration not applicable for EC2.');
  if (container.fargatePlatformConfiguration !== undefined) {
    refuseValue('fargatePlatformConfiguration not applicable for EC2.');
  }
}

/** What AWS refuses of a definition's container, by platform. */
export function checkContainer(container: ContainerProperties, platform: PlatformCapability): void {
  checkSettings(container, platform);
  askedResources(container, platform);
}

/** What AWS refuses of a container's settings, whatever it asks for. */
export function checkSettings(container: ContainerProperties, platform: PlatformCapability): void {
  if (!container.image) refuseValue('Container image is required.');
  checkCommand(container.command);
  checkEnvironment(container.environment);
  if (platform === 'FARGATE') checkFargate(container);
  else if (platform === 'EC2') checkEc2(container);
  const usesSecrets =
    (container.secrets?.length ?? 0) > 0 || (container.logConfiguration?.secretOptions?.length ?? 0) > 0;
  if (usesSecrets && !container.executionRoleArn) {
    refuseValue('executionRoleArn cannot be empty when using secrets or secretOptions');
  }
  const runtime = container.runtimePlatform;
  const isWindows = runtime?.operatingSystemFamily?.startsWith('WINDOWS') === true;
  if (isWindows && runtime?.cpuArchitecture !== undefined && runtime.cpuArchitecture !== 'X86_64') {
    refuseValue('Windows supported only by X86_64 cpuArchitecture');
  }
}

type Collections = Pick<
  ContainerProperties,
  'command' | 'environment' | 'mountPoints' | 'ulimits' | 'resourceRequirements' | 'secrets'
>;

/** The collections that every container has, empty where they were not given. */
export function shownCollections(container: Collections): Required<Collections> {
  return {
    command: container.command ?? [],
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    ulimits: container.ulimits ?? [],
    resourceRequirements: container.resourceRequirements ?? [],
    secrets: container.secrets ?? [],
  };
}

/** A definition's container as Describe shows it: the collections that were not given are there, empty. */
export function shownContainer(container: ContainerProperties, platform: PlatformCapability): ContainerProperties {
  return {
    ...container,
    ...shownCollections(container),
    volumes: container.volumes ?? [],
    ...(platform === 'FARGATE'
      ? {
          networkConfiguration: { assignPublicIp: container.networkConfiguration?.assignPublicIp ?? 'DISABLED' },
          fargatePlatformConfiguration: {
            platformVersion: container.fargatePlatformConfiguration?.platformVersion ?? 'LATEST',
          },
        }
      : {}),
  };
}

import type {
  ContainerDetail,
  ContainerOverrides,
  ContainerProperties,
  KeyValuePair,
  ResourceRequirement,
} from '@aws-sdk/client-batch';
import { checkCommand, checkEnvironment } from './container-rules';
import { refuse, refuseValue } from './refusals';
import { checkNoDuplicates } from './resource-requirement-rules';

const WHOLE_REFERENCE = /^Ref::(.+)$/s;
const REFERENCE_WITHIN = /Ref::([A-Za-z0-9_-]+)/g;

export function substitute(argument: string, parameters: Record<string, string>): string {
  const parameter = (name: string): string => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return value ?? refuse(`Unable to substitute value. No parameter found for reference ${name}`);
  };
  const whole = WHOLE_REFERENCE.exec(argument)?.[1];
  if (whole !== undefined && Object.hasOwn(parameters, whole)) return parameter(whole);
  return argument.replace(REFERENCE_WITHIN, (_, name: string) => parameter(name));
}

export function mergedEnvironment(base: readonly KeyValuePair[], overrides: readonly KeyValuePair[]): KeyValuePair[] {
  const byName = new Map(base.map((entry) => [entry.name, entry]));
  for (const entry of overrides) byName.set(entry.name, entry);
  return [...byName.values()];
}

function mergedRequirements(
  base: readonly ResourceRequirement[],
  overrides: readonly ResourceRequirement[],
): ResourceRequirement[] {
  const byType = new Map(base.map((entry) => [entry.type, entry]));
  for (const entry of overrides) byType.set(entry.type, entry);
  return [...byType.values()];
}

function checkDeprecated(base: ContainerProperties, overrides: ContainerOverrides): void {
  const requires = (type: string) => base.resourceRequirements?.some((entry) => entry.type === type) === true;
  const conflicts =
    (overrides.vcpus !== undefined && requires('VCPU')) || (overrides.memory !== undefined && requires('MEMORY'));
  if (conflicts) {
    refuseValue(
      "This value was submitted in a deprecated key and may conflict with the value provided by the job definition's resource requirements.",
    );
  }
}

/** A definition's container after a job's overrides and parameters, as DescribeJobs shows it before the job runs. */
export function jobContainer(
  base: ContainerProperties,
  overrides: ContainerOverrides,
  parameters: Record<string, string>,
): ContainerDetail {
  checkDeprecated(base, overrides);
  checkCommand(overrides.command);
  checkEnvironment(overrides.environment);
  checkNoDuplicates(overrides.resourceRequirements);
  const { instanceType: _forNodesOnly, ...settings } = base;
  const vcpus = overrides.vcpus ?? base.vcpus;
  const memory = overrides.memory ?? base.memory;
  return {
    ...settings,
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(memory === undefined ? {} : { memory }),
    command: (overrides.command ?? base.command ?? []).map((argument) => substitute(argument, parameters)),
    environment: mergedEnvironment(base.environment ?? [], overrides.environment ?? []),
    resourceRequirements: mergedRequirements(base.resourceRequirements ?? [], overrides.resourceRequirements ?? []),
    networkInterfaces: [],
  };
}

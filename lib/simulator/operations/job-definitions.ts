import type {
  DeregisterJobDefinitionCommandInput,
  DescribeJobDefinitionsCommandInput,
  JobDefinition,
  PlatformCapability,
  RegisterJobDefinitionCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { checkConsumables, shownConsumables } from './consumable-rules';
import { checkContainer, shownContainer } from './container-rules';
import { definitionOf, parseDefinitionName } from './definition-lookup';
import { checkNodeProperties, shownNodeProperties } from './node-rules';
import { byCodeUnit, pageByKey } from './pages';
import { checkPod, shownPod } from './pod-rules';
import { notCarriedOut, refuse, refuseValue } from './refusals';
import { checkResourceName, checkSchedulingPriority, checkTags, localName, requestBytes } from './request-rules';
import { checkRetryStrategy, checkTimeout, shownRetryStrategy } from './retry-rules';
import { checkTask, shownTask } from './task-rules';

const DEFINITION_BYTES_MAX = 24 * 1024;
const DEFINITIONS_DESCRIBED_MAX = 100;
const REVISION_DIGITS = 10;
const REVISION_BASE = 9_999_999_999;

function platformOf(input: RegisterJobDefinitionCommandInput): PlatformCapability {
  const capabilities = input.platformCapabilities ?? [];
  if (input.platformCapabilities !== undefined && capabilities.length !== 1) {
    refuseValue('Exactly 1 capability must be provided.');
  }
  return capabilities[0] ?? 'EC2';
}

function checkKind(input: RegisterJobDefinitionCommandInput, platform: PlatformCapability): void {
  const { containerProperties: container, ecsProperties: ecs, eksProperties: eks } = input;
  if (container && ecs) refuseValue('Cannot use both ECS containerProperties and ecsProperties');
  if (container && eks) refuseValue('Cannot use both ECS containerProperties and eksProperties');
  if (ecs && eks) refuseValue('Cannot use both ecsProperties and eksProperties');
  if (input.type === 'multinode' || input.nodeProperties !== undefined) {
    if (platform === 'FARGATE') refuseValue('Fargate does not support MNP jobs');
    if (container || ecs || eks) refuseValue('A multinode job definition can have nodeProperties only.');
    if (input.type !== 'multinode') refuseValue('nodeProperties is only applicable for jobs of type multinode.');
    if (input.nodeProperties === undefined) refuseValue('nodeProperties is required when type is multinode.');
  }
  if (platform === 'MANAGED_INSTANCES') notCarriedOut('A job definition for MANAGED_INSTANCES');
}

/** The container, the task, the pod or the nodes, checked, as Describe shows them. */
function checkedContents(
  machine: Machine,
  input: RegisterJobDefinitionCommandInput,
  platform: PlatformCapability,
): Pick<JobDefinition, 'containerProperties' | 'ecsProperties' | 'eksProperties' | 'nodeProperties'> {
  const { containerProperties: container, ecsProperties: ecs, eksProperties: eks, nodeProperties: nodes } = input;
  if (nodes !== undefined) {
    checkNodeProperties(machine, nodes, platform);
    return { nodeProperties: shownNodeProperties(nodes, platform) };
  }
  if (ecs !== undefined) {
    checkTask(ecs, platform);
    return { ecsProperties: shownTask(ecs, platform) };
  }
  if (eks !== undefined) {
    checkPod(eks, input);
    return { eksProperties: shownPod(eks) };
  }
  if (container === undefined) {
    refuseValue('ECS ContainerProperties, ecsProperties, or eksProperties is required when type is container.');
  }
  checkContainer(container, platform);
  return { containerProperties: shownContainer(container, platform) };
}

/** RegisterJobDefinition: the next revision of a name, complete in itself. */
export function registerJobDefinition(machine: Machine, input: RegisterJobDefinitionCommandInput): object {
  const name = input.jobDefinitionName ?? '';
  checkResourceName('Job definition', name);
  const platform = platformOf(input);
  checkKind(input, platform);
  const shown = checkedContents(machine, input, platform);
  checkConsumables(machine, input.consumableResourceProperties);
  checkRetryStrategy(input.retryStrategy);
  checkTimeout(input.timeout);
  checkSchedulingPriority(input.schedulingPriority);
  checkTags(input.tags);
  if (requestBytes(input) > DEFINITION_BYTES_MAX) {
    refuseValue(`Job definition size exceeds the limit of ${DEFINITION_BYTES_MAX} bytes.`);
  }

  const revision = (machine.definitions(name).at(-1)?.revision ?? 0) + 1;
  const arn = batchArn(machine.place, 'job-definition', `${name}:${revision}`);
  machine.putDefinition({
    jobDefinitionName: name,
    jobDefinitionArn: arn,
    revision,
    status: 'ACTIVE',
    type: shown.nodeProperties === undefined ? 'container' : 'multinode',
    ...(input.schedulingPriority === undefined ? {} : { schedulingPriority: input.schedulingPriority }),
    parameters: input.parameters ?? {},
    ...(input.retryStrategy === undefined ? {} : { retryStrategy: shownRetryStrategy(input.retryStrategy) }),
    ...shown,
    ...(input.timeout === undefined ? {} : { timeout: input.timeout }),
    ...shownConsumables(input.consumableResourceProperties),
    tags: input.tags ?? {},
    propagateTags: input.propagateTags ?? false,
    ...(shown.eksProperties === undefined
      ? { platformCapabilities: [platform], containerOrchestrationType: 'ECS' }
      : { containerOrchestrationType: 'EKS' }),
  });
  return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
}

/** DeregisterJobDefinition: the revision turns INACTIVE; jobs made from it go on. Doing it twice is fine. */
export function deregisterJobDefinition(machine: Machine, input: DeregisterJobDefinitionCommandInput): object {
  const given = input.jobDefinition ?? '';
  const { name, revision } = parseDefinitionName(machine, given);
  if (revision === null) refuseValue(`${given} must be a job definition's name:revision or its full ARN.`);
  const document = machine.definitions(name).find((definition) => definition.revision === revision);
  if (document === undefined) refuse(`JobDefinition name ${given} does not exist or is not in ACTIVE status`);
  if (document.status === 'ACTIVE') machine.putDefinition({ ...document, status: 'INACTIVE' });
  return {};
}

/** Sorts by name, and the newest revision of a name first. */
function listKey(definition: JobDefinition): string {
  const age = String(REVISION_BASE - (definition.revision ?? 0)).padStart(REVISION_DIGITS, '0');
  return `${definition.jobDefinitionName} ${age}`;
}

function describeAsked(machine: Machine, asked: readonly string[]): object {
  if (asked.length > DEFINITIONS_DESCRIBED_MAX) {
    refuseValue(`Maximum number of job definitions supported is ${DEFINITIONS_DESCRIBED_MAX} .`);
  }
  const found = new Map<string | undefined, JobDefinition>();
  for (const given of asked) {
    for (const definition of definitionOf(machine, given)) found.set(definition.jobDefinitionArn, definition);
  }
  return { jobDefinitions: [...found.values()] };
}

/** DescribeJobDefinitions: those asked for, or all of a name or status, newest revision first, in pages of at most 100. */
export function describeJobDefinitions(machine: Machine, input: DescribeJobDefinitionsCommandInput): object {
  const { jobDefinitions: asked, jobDefinitionName, status } = input;
  if (asked !== undefined && asked.length > 0) {
    if (input.maxResults !== undefined) refuseValue('JobDefinitions and MaxResults cannot both be set');
    if (jobDefinitionName !== undefined) refuseValue('JobDefinitions and JobDefinitionName cannot both be set');
    return describeAsked(machine, asked);
  }
  if (status !== undefined && status !== 'ACTIVE' && status !== 'INACTIVE') {
    refuseValue(`Value ${status} for status is not valid. Valid values: [ACTIVE, INACTIVE]`);
  }
  const wanted =
    jobDefinitionName === undefined ? undefined : localName(machine.place, 'job-definition', jobDefinitionName);
  const names = wanted === undefined ? machine.definitionNames() : wanted === null ? [] : [wanted];
  const all = names
    .flatMap((name) => machine.definitions(name))
    .filter((definition) => status === undefined || definition.status === status)
    .sort((a, b) => byCodeUnit(listKey(a), listKey(b)));
  const scope = `DescribeJobDefinitions ${JSON.stringify([jobDefinitionName ?? null, status ?? null])}`;
  const page = pageByKey(machine, scope, all, listKey, input);
  return { jobDefinitions: page.items, nextToken: page.nextToken };
}

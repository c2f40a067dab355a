import type {
  ConsumableResourceProperties,
  EcsProperties,
  JobTimeout,
  PlatformCapability,
  RegisterJobDefinitionCommandInput,
  RetryStrategy,
} from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import { checkResourceName, checkTags, Findings, grouped, RESOURCE_NAME } from './checks';
import { checkContainer, checkParameters } from './container-rules';
import type { JsonObject } from './json-text';
import { checkNodes } from './node-rules';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkShape, type Part, soundInput } from './shapes';

type Input = Part<RegisterJobDefinitionCommandInput>;

/** Bounds of a definition. Source: RegisterJobDefinition of the API reference, and AWS_BATCH. */
export const DEFINITION = {
  bytesMost: 24 * 1024,
  attempts: { least: 1, most: 10 },
  exitRulesMost: 5,
  exitRuleCharactersMost: 512,
  timeoutSecondsLeast: 60,
  priorityMost: 9999,
  consumablesMost: 5,
  containersMost: 10,
} as const;

const PROPERTY_SETS = ['containerProperties', 'ecsProperties', 'eksProperties', 'nodeProperties'] as const;

/** What is wrong with a RegisterJobDefinition: every documented constraint that is known before it is sent. */
export function registerJobDefinitionProblems(shapes: OperationShapes, document: JsonObject): Problem[] {
  const shape = checkShape(shapes, 'RegisterJobDefinition', document);
  const input = soundInput<RegisterJobDefinitionCommandInput>(shape);
  const found = new Findings();
  checkResourceName(found, input.jobDefinitionName, 'jobDefinitionName');
  const platform = checkPlatform(found, input);
  checkKind(found, input, platform);
  if (input.containerProperties !== undefined && input.type !== 'multinode') {
    checkContainer(found, input.containerProperties, 'containerProperties', platform);
  }
  if (input.nodeProperties !== undefined && input.type === 'multinode')
    checkNodes(found, input.nodeProperties, platform);
  if (input.ecsProperties !== undefined) checkTasks(found, input.ecsProperties);
  checkRetry(found, input.retryStrategy);
  checkParameters(found, input);
  checkTags(found, input.tags, 'tags');
  checkTimeout(found, input.timeout);
  found.range(input.schedulingPriority, 'schedulingPriority', 'The scheduling priority', 0, DEFINITION.priorityMost);
  checkConsumables(found, input.consumableResourceProperties, 'consumableResourceProperties');
  checkSize(found, document);
  return found.after(shape.problems);
}

function checkPlatform(found: Findings, input: Input): PlatformCapability {
  const capabilities = input.platformCapabilities;
  found.when(
    capabilities !== undefined && capabilities.length !== 1,
    'platformCapabilities',
    'A definition runs on exactly one platform.',
  );
  return capabilities?.[0] ?? 'EC2';
}

function checkKind(found: Findings, input: Input, platform: PlatformCapability): void {
  const given = PROPERTY_SETS.filter((name) => input[name] !== undefined);
  const [, second] = given;
  if (second !== undefined) found.add(second, `A definition has one of ${given.join(' and ')}, not both.`);
  if (input.type === 'multinode') {
    found.when(input.nodeProperties === undefined, 'nodeProperties', 'A multi-node job has nodeProperties.');
    found.when(platform === 'FARGATE', 'type', 'Fargate runs no multi-node jobs.');
    return;
  }
  found.when(
    input.nodeProperties !== undefined && second === undefined,
    'nodeProperties',
    'nodeProperties go with the type multinode.',
  );
  found.when(given.length === 0, 'containerProperties', 'Say what runs: give a container.');
}

function checkTasks(found: Findings, ecs: Part<EcsProperties>): void {
  const path = 'ecsProperties.taskProperties';
  const tasks = ecs.taskProperties ?? [];
  found.when(tasks.length !== 1, path, 'A job has exactly one task.');
  for (const [at, task] of tasks.entries()) {
    const containers = task.containers ?? [];
    const own = `${path}[${at}].containers`;
    found.when(containers.length === 0, own, 'A task has at least one container.');
    found.when(
      containers.length > DEFINITION.containersMost,
      own,
      `A task has at most ${DEFINITION.containersMost} containers.`,
    );
    for (const [index, { name }] of containers.entries()) {
      const isSecond = name !== undefined && containers.findIndex((other) => other.name === name) !== index;
      found.when(isSecond, `${own}[${index}].name`, `Two containers are called ${name}.`);
    }
  }
}

const EXIT_CODE = /^\d*\*?$/;
const REASON = /^[A-Za-z0-9.:\s]*\*?$/;

/** How long an attempt may take, where it is said. */
export function checkTimeout(found: Findings, timeout: Part<JobTimeout> | undefined): void {
  const seconds = timeout?.attemptDurationSeconds;
  found.when(
    seconds !== undefined && seconds < DEFINITION.timeoutSecondsLeast,
    'timeout.attemptDurationSeconds',
    `A timeout has at least ${DEFINITION.timeoutSecondsLeast} seconds.`,
  );
}

/** Attempts, and the rules on what is tried again. */
export function checkRetry(found: Findings, strategy: Part<RetryStrategy> | undefined): void {
  if (strategy === undefined) return;
  const { attempts, evaluateOnExit: rules = [] } = strategy;
  found.when(attempts === undefined, 'retryStrategy.attempts', 'A retry strategy says how many attempts.');
  const { least, most } = DEFINITION.attempts;
  found.range(attempts, 'retryStrategy.attempts', 'The number of attempts', least, most);
  const list = 'retryStrategy.evaluateOnExit';
  found.when(
    rules.length > DEFINITION.exitRulesMost,
    list,
    `At most ${DEFINITION.exitRulesMost} exit rules; these are ${rules.length}.`,
  );
  for (const [at, rule] of rules.entries()) {
    const own = `${list}[${at}]`;
    const isEmpty = !rule.onExitCode && !rule.onReason && !rule.onStatusReason;
    found.when(isEmpty, own, 'An exit rule looks at the exit code, the reason or the status reason.');
    checkPattern(
      found,
      rule.onExitCode,
      `${own}.onExitCode`,
      EXIT_CODE,
      'Digits, and a * at the end that stands for any more.',
    );
    for (const member of ['onReason', 'onStatusReason'] as const) {
      checkPattern(
        found,
        rule[member],
        `${own}.${member}`,
        REASON,
        'Letters, digits, dots, colons and blanks, and a * at the end.',
      );
    }
  }
}

function checkPattern(found: Findings, value: string | undefined, path: string, pattern: RegExp, words: string): void {
  if (value === undefined) return;
  const most = DEFINITION.exitRuleCharactersMost;
  found.when(value.length > most, path, `A pattern has at most ${most} characters.`);
  found.when(!pattern.test(value), path, words);
}

/** The consumable resources that a job uses: few, each once, by name or ARN, and at least one unit of each. */
export function checkConsumables(
  found: Findings,
  properties: Part<ConsumableResourceProperties> | undefined,
  member: string,
): void {
  const path = `${member}.consumableResourceList`;
  const list = properties?.consumableResourceList ?? [];
  found.when(
    list.length > DEFINITION.consumablesMost,
    path,
    `A job uses at most ${DEFINITION.consumablesMost} consumable resources.`,
  );
  const names = list.map(({ consumableResource = '' }) => nameOfArn(consumableResource));
  for (const [at, { quantity }] of list.entries()) {
    const name = names[at] ?? '';
    const own = `${path}[${at}].consumableResource`;
    if (name === '') found.add(own, 'Name a consumable resource.');
    else if (names.indexOf(name) !== at) found.add(own, `${name} stands twice.`);
    else
      found.when(!RESOURCE_NAME.test(name), own, 'A name has letters, digits, hyphens and underscores; 128 at most.');
    const isWhole = quantity !== undefined && Number.isInteger(quantity) && quantity >= 1;
    found.when(!isWhole, `${path}[${at}].quantity`, 'Say how many units: a whole number from 1.');
  }
}

function checkSize(found: Findings, document: JsonObject): void {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  found.when(
    bytes > DEFINITION.bytesMost,
    '',
    `A definition has at most ${grouped(DEFINITION.bytesMost)} bytes; this has ${grouped(bytes)}.`,
  );
}

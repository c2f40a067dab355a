import type { JobDependency, PlatformCapability, SubmitJobCommandInput } from '@aws-sdk/client-batch';
import { isMask } from '@/lib/batch';
import { checkTags, Findings, grouped } from './checks';
import { MASKED_SENTENCE } from './container-rules';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkConsumables, checkRetry, checkTimeout, DEFINITION } from './register-job-definition';
import { checkShape, type Part, soundInput } from './shapes';
import { checkNodeOverrides, checkOverrides } from './submit-overrides';
import {
  definitionMeant,
  type KnownDefinition,
  type KnownQueue,
  queueMeant,
  referencesOf,
  type SubmitSurroundings,
} from './submit-surroundings';

type Input = Part<SubmitJobCommandInput>;

/** Bounds of a submit. Source: SubmitJob of the API reference, and AWS Batch quotas. */
export const SUBMIT = {
  bytesMost: 30 * 1024,
  arraySize: { least: 2, most: 10_000 },
  dependenciesMost: 20,
  shareCharactersMost: 255,
  /** ECS takes overrides of so many characters; Batch accepts more, and the job then fails. */
  overridesCharactersMost: 8192,
} as const;

/** What the tag adds by which a submit is found again. */
const TAG_BYTES = 64;
const JOB_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const SHARE = /^[A-Za-z0-9_-]+$/;

/** What is wrong with a SubmitJob: every documented constraint that is known before it is sent. */
export function submitJobProblems(
  shapes: OperationShapes,
  document: JsonObject,
  around: SubmitSurroundings = {},
): Problem[] {
  const shape = checkShape(shapes, 'SubmitJob', document);
  const input = soundInput<SubmitJobCommandInput>(shape);
  const found = new Findings();
  const queue = queueMeant(around.queues ?? [], input.jobQueue ?? '');
  const definition = definitionMeant(around.definitions ?? [], input.jobDefinition ?? '');
  checkNames(found, input);
  if (queue !== null) checkQueue(found, input, queue, definition);
  checkShare(found, input);
  checkKind(found, input, definition);
  checkArray(found, input);
  checkDependencies(found, input, around);
  if (input.containerOverrides !== undefined && definition?.kind !== 'multinode') {
    checkOverrides(found, input.containerOverrides, 'containerOverrides', definition, definition?.isFargate === true);
  }
  if (input.nodeOverrides !== undefined) checkNodeOverrides(found, input.nodeOverrides, definition);
  checkParameters(found, input, definition);
  checkRetry(found, input.retryStrategy);
  checkTimeout(found, input.timeout);
  found.range(
    input.schedulingPriorityOverride,
    'schedulingPriorityOverride',
    'The scheduling priority',
    0,
    DEFINITION.priorityMost,
  );
  checkTags(found, input.tags, 'tags');
  checkConsumables(found, input.consumableResourcePropertiesOverride, 'consumableResourcePropertiesOverride');
  checkSize(found, document);
  return found.after(shape.problems);
}

function checkNames(found: Findings, input: Input): void {
  const { jobName, jobQueue, jobDefinition } = input;
  if (jobName === '' || jobName === undefined) found.add('jobName', 'Give a name.');
  else if (!JOB_NAME.test(jobName)) {
    found.add('jobName', 'Up to 128 letters, digits, hyphens and underscores, beginning with a letter or digit.');
  }
  found.when(jobQueue === '' || jobQueue === undefined, 'jobQueue', 'Choose a queue.');
  found.when(jobDefinition === '' || jobDefinition === undefined, 'jobDefinition', 'Choose a definition.');
}

function checkQueue(found: Findings, input: Input, queue: KnownQueue, definition: KnownDefinition | null): void {
  found.when(queue.state === 'DISABLED', 'jobQueue', `${queue.name} is disabled: it takes no new jobs.`);
  if (definition !== null && queue.platform !== null) {
    const platform: PlatformCapability = definition.isFargate ? 'FARGATE' : 'EC2';
    found.when(
      platform !== queue.platform,
      'jobQueue',
      `${queue.name} runs on ${platformWord(queue.platform)}, ${definition.name} on ${platformWord(platform)}.`,
    );
  }
  if (queue.isFairShare) {
    found.when(
      input.shareIdentifier === undefined || input.shareIdentifier === '',
      'shareIdentifier',
      `${queue.name} shares its capacity out: name the share this job belongs to.`,
    );
    return;
  }
  const words = `${queue.name} has no scheduling policy: it runs jobs first in, first out.`;
  found.when(input.shareIdentifier !== undefined, 'shareIdentifier', words);
  found.when(input.schedulingPriorityOverride !== undefined, 'schedulingPriorityOverride', words);
}

const platformWord = (platform: 'EC2' | 'FARGATE') => (platform === 'EC2' ? 'EC2' : 'Fargate');

function checkShare(found: Findings, { shareIdentifier: share }: Input): void {
  if (share === undefined || share === '') return;
  const most = SUBMIT.shareCharactersMost;
  found.when(share.length > most, 'shareIdentifier', `A share has at most ${most} characters.`);
  found.when(!SHARE.test(share), 'shareIdentifier', 'A share has letters, digits, hyphens and underscores only.');
}

const FOR_KIND = {
  container: 'containerOverrides',
  multinode: 'nodeOverrides',
  ecs: 'ecsPropertiesOverride',
  eks: 'eksPropertiesOverride',
} as const;

/** Each kind of definition has overrides of its own. */
function checkKind(found: Findings, input: Input, definition: KnownDefinition | null): void {
  if (definition === null) return;
  const own = FOR_KIND[definition.kind];
  for (const member of Object.values(FOR_KIND)) {
    const isOther = member !== own && input[member] !== undefined;
    found.when(isOther, member, `${definition.name} takes ${own}, not ${member}.`);
  }
  found.when(
    definition.kind === 'multinode' && input.arrayProperties?.size !== undefined,
    'arrayProperties.size',
    'A multi-node job can be no array.',
  );
  found.when(
    definition.kind === 'container' && input.containerOverrides?.instanceType !== undefined,
    'containerOverrides.instanceType',
    'Only nodes of a multi-node job have an instance type.',
  );
}

function checkArray(found: Findings, input: Input): void {
  const { least, most } = SUBMIT.arraySize;
  found.range(input.arrayProperties?.size, 'arrayProperties.size', 'The size of an array', least, most);
}

function checkDependencies(found: Findings, input: Input, around: SubmitSurroundings): void {
  const list = input.dependsOn ?? [];
  const most = SUBMIT.dependenciesMost;
  found.when(list.length > most, 'dependsOn', `At most ${most} dependencies; these are ${list.length}.`);
  const size = input.arrayProperties?.size;
  for (const [at, dependency] of list.entries()) checkDependency(found, dependency, `dependsOn[${at}]`, size, around);
}

function checkDependency(
  found: Findings,
  { jobId = '', type }: Part<JobDependency>,
  path: string,
  size: number | undefined,
  around: SubmitSurroundings,
): void {
  if (type === 'SEQUENTIAL') {
    found.when(size === undefined, path, 'One child after the other needs an array: give its size.');
    found.when(jobId !== '', path, 'SEQUENTIAL is about this array’s own children: it names no job.');
    return;
  }
  if (jobId === '') {
    found.add(`${path}.jobId`, 'Name the job it waits for.');
    return;
  }
  if (type !== 'N_TO_N') return;
  found.when(size === undefined, path, 'Child by child needs an array here too: give its size.');
  const other = around.jobs !== undefined && Object.hasOwn(around.jobs, jobId) ? around.jobs[jobId] : undefined;
  if (other === undefined || size === undefined) return;
  found.when(other.arraySize === null, path, 'Child by child needs an array there: this job is none.');
  found.when(
    other.arraySize !== null && other.arraySize !== size,
    path,
    `Child by child needs two arrays of one size: that one has ${grouped(other.arraySize ?? 0)}, this ${grouped(size)}.`,
  );
}

function checkParameters(found: Findings, input: Input, definition: KnownDefinition | null): void {
  const given = input.parameters ?? {};
  for (const [name, value] of Object.entries(given)) {
    found.when(isMask(value ?? ''), `parameters.${name}`, MASKED_SENTENCE);
  }
  if (definition === null) return;
  const open = openReferences(definition, input).filter((name) => !Object.hasOwn(given, name));
  found.when(
    open.length > 0,
    'parameters',
    `The command takes ${open.map((name) => `Ref::${name}`).join(', ')} and nothing gives ${open.length === 1 ? 'it' : 'them'} a value.`,
  );
}

/** The references of everything that will run for which the definition has no default. */
function openReferences(definition: KnownDefinition, input: Input): string[] {
  const overrides = input.nodeOverrides?.nodePropertyOverrides ?? [];
  const commands =
    definition.nodes === null
      ? [input.containerOverrides?.command ?? definition.command]
      : [
          ...definition.nodes.ranges.map((range) => {
            const own = overrides.find(({ targetNodes }) => targetNodes === range.targetNodes);
            return own?.containerOverrides?.command ?? range.command;
          }),
          ...overrides.map(({ containerOverrides }) => containerOverrides?.command ?? []),
        ];
  const names = referencesOf(commands.flat());
  return names.filter((name) => !Object.hasOwn(definition.parameters, name));
}

function checkSize(found: Findings, document: JsonObject): void {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length + TAG_BYTES;
  found.when(
    bytes > SUBMIT.bytesMost,
    '',
    `A submit has at most ${grouped(SUBMIT.bytesMost)} bytes; this has ${grouped(bytes)}.`,
  );
}

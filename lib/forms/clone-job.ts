import { nameOfArn } from '@/lib/batch';
import { isObject, isSame } from './json-document';
import type { JsonObject, JsonValue } from './json-text';
import { nodeRange } from './node-rules';

const NOT_TAKEN_OVER = /^(aws:|batchdeck:)/i;

function plain(document: object | null): JsonObject {
  const copy: JsonValue = JSON.parse(JSON.stringify(document ?? {}));
  return isObject(copy) ? copy : {};
}

const objects = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const members = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});
const numberText = (value: JsonValue | undefined) => (typeof value === 'number' ? String(value) : '');
const texts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** The entries of `own` that `defined` has not just so; `key` tells entries apart. */
function differing(own: readonly JsonObject[], defined: readonly JsonObject[], key: string): JsonObject[] {
  return own.filter((entry) => {
    const same = defined.find((other) => other[key] === entry[key]);
    return same === undefined || same.value !== entry.value;
  });
}

/** The definition's command with parameters put in, as DescribeJobs may show it. */
function substituted(command: readonly string[], parameters: JsonObject): string[] {
  return command.map((word) =>
    word.replaceAll(/Ref::([A-Za-z0-9_-]+)/g, (reference, name: string) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      return typeof value === 'string' ? value : reference;
    }),
  );
}

function overridesOf(container: JsonObject, defined: JsonObject, parameters: JsonObject): JsonObject {
  const overrides: JsonObject = {};
  const [command, base] = [texts(container.command), texts(defined.command)];
  const isDefined = isSame(command, base) || isSame(command, substituted(base, parameters));
  if (command.length > 0 && !isDefined) overrides.command = command;
  const environment = differing(objects(container.environment), objects(defined.environment), 'name')
    .filter(({ name }) => typeof name === 'string' && !name.startsWith('AWS_BATCH'))
    .map(({ name = '', value = '' }) => ({ name, value }));
  if (environment.length > 0) overrides.environment = environment;
  const older: JsonObject[] = [
    { type: 'VCPU', value: numberText(defined.vcpus) },
    { type: 'MEMORY', value: numberText(defined.memory) },
  ];
  const requirements = differing(
    objects(container.resourceRequirements),
    [...objects(defined.resourceRequirements), ...older],
    'type',
  ).map(({ type = '', value = '' }) => ({ type, value }));
  if (requirements.length > 0) overrides.resourceRequirements = requirements;
  return overrides;
}

/** An exit rule's action as a call has it; Describe may show it in lower case. */
function retryOf(value: JsonValue | undefined): JsonObject {
  const strategy = members(value);
  const rules = objects(strategy.evaluateOnExit).map((rule) =>
    typeof rule.action === 'string' ? { ...rule, action: rule.action.toUpperCase() } : rule,
  );
  const { evaluateOnExit: _rules, ...rest } = strategy;
  return rules.length === 0 ? rest : { ...rest, evaluateOnExit: rules };
}

/**
 * The call that submits a job like one that DescribeJobs (or history) shows: its members where its definition says otherwise.
 * Of a child or node the whole array or multi-node job is meant, so `job` is that one. Masked values stay masks: they are asked
 * for. The tags of AWS and of the portal itself are left out.
 */
export function submitCallLike(job: object, definition: object | null): JsonObject {
  const [from, defined] = [plain(job), plain(definition)];
  const text = (name: string) => (typeof from[name] === 'string' ? from[name] : '');
  const given = members(from.parameters);
  const parameters = Object.entries(given).filter(([name, value]) => members(defined.parameters)[name] !== value);
  const tags = Object.entries(members(from.tags)).filter(([name]) => !NOT_TAKEN_OVER.test(name));
  const overrides = overridesOf(members(from.container), members(defined.containerProperties), given);
  const retry = retryOf(from.retryStrategy);
  const isOwnRetry = Object.keys(retry).length > 0 && !isSame(retry, retryOf(defined.retryStrategy));
  const size = members(from.arrayProperties).size;
  const dependsOn = objects(from.dependsOn).map(({ jobId, type }) => ({
    ...(typeof jobId === 'string' && { jobId }),
    ...(typeof type === 'string' && { type }),
  }));
  const nodes = nodeOverridesOf(members(from.nodeProperties), members(defined.nodeProperties), given);
  const priority = from.schedulingPriority;
  return {
    jobName: text('jobName'),
    jobQueue: nameOfArn(text('jobQueue')),
    jobDefinition: nameOfArn(text('jobDefinition')),
    ...(text('shareIdentifier') !== '' && { shareIdentifier: text('shareIdentifier') }),
    ...(text('shareIdentifier') !== '' &&
      typeof priority === 'number' &&
      priority !== (defined.schedulingPriority ?? 0) && { schedulingPriorityOverride: priority }),
    ...(typeof size === 'number' && size > 0 && { arrayProperties: { size } }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(Object.keys(overrides).length > 0 && { containerOverrides: overrides }),
    ...(Object.keys(nodes).length > 0 && { nodeOverrides: nodes }),
    ...(isOwnRetry && !isDefaultRetry(retry, defined) && { retryStrategy: retry }),
    ...timeoutOf(from, defined),
    ...consumablesOf(from, defined),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...(from.propagateTags === true && defined.propagateTags !== true && { propagateTags: true }),
  };
}

/** One attempt is what a job has where nobody said anything. */
function isDefaultRetry(retry: JsonObject, defined: JsonObject): boolean {
  return defined.retryStrategy === undefined && isSame(retry, { attempts: 1 });
}

function timeoutOf(from: JsonObject, defined: JsonObject): JsonObject {
  const seconds = members(from.timeout).attemptDurationSeconds;
  if (typeof seconds !== 'number' || seconds === members(defined.timeout).attemptDurationSeconds) return {};
  return { timeout: { attemptDurationSeconds: seconds } };
}

function consumablesOf(from: JsonObject, defined: JsonObject): JsonObject {
  const own = members(from.consumableResourceProperties);
  if (objects(own.consumableResourceList).length === 0 || isSame(own, members(defined.consumableResourceProperties)))
    return {};
  return { consumableResourcePropertiesOverride: own };
}

/** What the nodes of a job have otherwise than its definition: their number, and a range's container against the narrowest defined around it. */
function nodeOverridesOf(own: JsonObject, defined: JsonObject, parameters: JsonObject): JsonObject {
  const count = typeof own.numNodes === 'number' ? own.numNodes : 0;
  const rangeOf = (range: JsonObject) =>
    nodeRange(typeof range.targetNodes === 'string' ? range.targetNodes : '', count);
  const ranges = objects(defined.nodeRangeProperties)
    .flatMap((range) => {
      const nodes = rangeOf(range);
      return nodes === null ? [] : [{ range, ...nodes }];
    })
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  const overrides = objects(own.nodeRangeProperties).flatMap((range): JsonObject[] => {
    const nodes = rangeOf(range);
    const base = ranges.find(({ from, to }) => nodes !== null && from <= nodes.from && nodes.to <= to);
    if (base === undefined) return [];
    const [container, known] = [members(range.container), members(base.range.container)];
    const type = container.instanceType;
    const over = {
      ...overridesOf(container, known, parameters),
      ...(typeof type === 'string' && type !== '' && type !== known.instanceType && { instanceType: type }),
    };
    return Object.keys(over).length === 0 ? [] : [{ targetNodes: range.targetNodes ?? '', containerOverrides: over }];
  });
  return {
    ...(count > 0 && count !== defined.numNodes && { numNodes: count }),
    ...(overrides.length > 0 && { nodePropertyOverrides: overrides }),
  };
}

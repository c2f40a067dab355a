import type {
  CreateConsumableResourceCommandInput,
  DeleteConsumableResourceCommandInput,
  DescribeConsumableResourceCommandInput,
  KeyValuesPair,
  ListConsumableResourcesCommandInput,
  ListJobsByConsumableResourceCommandInput,
  ListJobsByConsumableResourceSummary,
  UpdateConsumableResourceCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn, nameOfArn } from '@/lib/batch';
import type { ConsumableView, JobView, Machine } from '../machine';
import { consumableName } from './consumable-rules';
import { byCodeUnit, makeToken, pageByKey, pageSize, readToken } from './pages';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags } from './request-rules';

const RESOURCES_MAX = 50_000;
const PAGE_MAX = 100;
const TYPES = ['REPLENISHABLE', 'NON_REPLENISHABLE'];
const UPDATES = ['SET', 'ADD', 'REMOVE'];
const STATUSES = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'];

function checkTotal(total: number): void {
  if (total < 0) refuseValue('totalQuantity cannot be a negative number.');
}

/** CreateConsumableResource: there at once. One without `totalQuantity` begins with none. */
export function createConsumableResource(machine: Machine, input: CreateConsumableResourceCommandInput): object {
  const { consumableResourceName: name = '', totalQuantity = 0, resourceType = 'REPLENISHABLE', tags = {} } = input;
  checkResourceName('ConsumableResource', name);
  checkTotal(totalQuantity);
  if (!TYPES.includes(resourceType)) {
    refuseValue(`Value ${resourceType} for resourceType is not valid. Valid values: [${TYPES.join(', ')}]`);
  }
  checkTags(tags);
  if (machine.consumable(name) !== undefined) refuse('Object already exists');
  if (machine.consumableCount() >= RESOURCES_MAX) {
    refuse(`Number of consumable resources exceeds the limit of ${RESOURCES_MAX}.`);
  }
  const arn = batchArn(machine.place, 'consumable-resource', name);
  machine.addConsumable({
    name,
    arn,
    total: totalQuantity,
    replenishable: resourceType === 'REPLENISHABLE',
    tags,
  });
  return { consumableResourceName: name, consumableResourceArn: arn };
}

function existing(machine: Machine, given: string | undefined): ConsumableView & { name: string } {
  const name = consumableName(machine, given ?? '');
  const found = machine.consumable(name);
  if (found === undefined) refuse(`ConsumableResource ${given} not found.`);
  return { ...found, name };
}

function newTotal(total: number, { operation, quantity }: UpdateConsumableResourceCommandInput): number {
  if (operation === undefined || !UPDATES.includes(operation)) {
    refuseValue(`Value ${operation ?? ''} for operation is not valid. Valid values: [${UPDATES.join(', ')}]`);
  }
  if (quantity === undefined) refuseValue('quantity is required.');
  if (quantity < 0) refuseValue('quantity cannot be a negative number.');
  if (operation === 'SET') return quantity;
  return operation === 'ADD' ? total + quantity : total - quantity;
}

/** UpdateConsumableResource: sets, raises or lowers the total, also below what jobs hold. A request with a token counts once. */
export function updateConsumableResource(machine: Machine, input: UpdateConsumableResourceCommandInput): object {
  const { name, total: before, shown } = existing(machine, input.consumableResource);
  const answer = { consumableResourceName: name, consumableResourceArn: shown.consumableResourceArn };
  const total = newTotal(before, input);
  const { clientToken: token, operation, quantity } = input;
  const once = token === undefined ? undefined : { token, request: `${operation} ${quantity}` };
  if (once !== undefined && machine.wasApplied(name, once)) return { ...answer, totalQuantity: before };
  checkTotal(total);
  machine.setConsumable(name, total, once);
  return { ...answer, totalQuantity: total };
}

/** DeleteConsumableResource: at any time, also while jobs hold it. One that does not exist is gone already. */
export function deleteConsumableResource(machine: Machine, input: DeleteConsumableResourceCommandInput): object {
  const name = consumableName(machine, input.consumableResource ?? '');
  if (machine.consumable(name) !== undefined) machine.removeConsumable(name);
  return {};
}

/** DescribeConsumableResource: its quantities may be up to 30 s old. */
export function describeConsumableResource(machine: Machine, input: DescribeConsumableResourceCommandInput): object {
  return existing(machine, input.consumableResource).shown;
}

/** Case-insensitive; a final `*` means a prefix. */
function anyOf(values: readonly string[]): (text: string) => boolean {
  const wanted = values.map((value) => value.toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return wanted.some((one) => (one.endsWith('*') ? lower.startsWith(one.slice(0, -1)) : lower === one));
  };
}

function filterValues({ name, values = [] }: KeyValuesPair): readonly string[] {
  if (values.length === 0) refuseValue(`Filter ${name} must have at least one value.`);
  return values;
}

function checkFilter(name: string | undefined, valid: readonly string[]): void {
  if (name === undefined || !valid.includes(name)) {
    refuseValue(`Filter ${name} is not valid. Valid filters: [${valid.join(', ')}]`);
  }
}

/** ListConsumableResources: by name, in pages of at most 100. */
export function listConsumableResources(machine: Machine, input: ListConsumableResourcesCommandInput): object {
  const filters = input.filters ?? [];
  for (const { name } of filters) checkFilter(name, ['CONSUMABLE_RESOURCE_NAME']);
  const accepts = filters.map((filter) => anyOf(filterValues(filter)));
  const found = machine
    .consumables()
    .map(({ shown: { availableQuantity: _, createdAt: __, tags: ___, ...summary } }) => summary)
    .filter(({ consumableResourceName = '' }) => accepts.every((accept) => accept(consumableResourceName)))
    .sort((a, b) => byCodeUnit(a.consumableResourceName ?? '', b.consumableResourceName ?? ''));
  const scope = `ListConsumableResources ${JSON.stringify(filters)}`;
  const page = pageByKey(machine, scope, found, ({ consumableResourceName }) => consumableResourceName ?? '', input);
  return { consumableResources: page.items, nextToken: page.nextToken };
}

type Accept = (view: JobView) => boolean;

function jobFilter(filter: KeyValuesPair): Accept {
  checkFilter(filter.name, ['JOB_STATUS', 'JOB_NAME']);
  const values = filterValues(filter);
  if (filter.name === 'JOB_NAME') {
    const accept = anyOf(values);
    return ({ jobName }) => accept(jobName);
  }
  const unknown = values.find((value) => !STATUSES.includes(value));
  if (unknown !== undefined) {
    refuseValue(`Value ${unknown} for JOB_STATUS is not valid. Valid values: [${STATUSES.join(', ')}]`);
  }
  return ({ status }) => values.includes(status);
}

/** `quantity` is what the job needs of this resource: AWS's console shows it so, its reference says nothing of use. */
function shownJob(machine: Machine, row: number, consumable: string): ListJobsByConsumableResourceSummary {
  const { spec, queue, status, createdAt } = machine.view(row);
  const { jobArn, jobName, shareIdentifier, statusReason, startedAt } = machine.jobSummary(row);
  const own = spec.consumables ?? [];
  const ofNodes = (spec.nodes?.groups ?? []).flatMap(({ consumables = [], first, last }) =>
    consumables.map((one) => ({ ...one, quantity: (one.quantity ?? 0) * (last - first + 1) })),
  );
  const quantity = [...own, ...ofNodes]
    .filter(({ consumableResource = '' }) => nameOfArn(consumableResource) === consumable)
    .reduce((sum, one) => sum + (one.quantity ?? 0), 0);
  return {
    jobArn,
    jobQueueArn: batchArn(machine.place, 'job-queue', queue),
    jobName,
    jobDefinitionArn: spec.jobDefinition,
    ...(shareIdentifier === undefined ? {} : { shareIdentifier }),
    jobStatus: status,
    quantity,
    ...(statusReason === undefined ? {} : { statusReason }),
    ...(startedAt === undefined ? {} : { startedAt }),
    createdAt,
    consumableResourceProperties: { consumableResourceList: [...own, ...ofNodes] },
  };
}

/** ListJobsByConsumableResource: what can run and needs it, newest first: single jobs, children of arrays, multi-node jobs. */
export function listJobsByConsumableResource(
  machine: Machine,
  input: ListJobsByConsumableResourceCommandInput,
): object {
  const { name } = existing(machine, input.consumableResource);
  const filters = input.filters ?? [];
  const accepts = filters.map(jobFilter);
  const limit = pageSize(input.maxResults, PAGE_MAX);
  const scope = `ListJobsByConsumableResource ${JSON.stringify([name, filters])}`;
  const key = readToken(machine, scope, input.nextToken);
  const { rows, more } = machine.listJobs({
    consumable: name,
    ...(accepts.length === 0 ? {} : { accept: (row: number) => accepts.every((accept) => accept(machine.view(row))) }),
    ...(key === undefined ? {} : { after: Number(key) }),
    limit,
  });
  const last = rows.at(-1);
  const nextToken = more && last !== undefined ? makeToken(machine, scope, String(last)) : undefined;
  return { jobs: rows.map((row) => shownJob(machine, row, name)), nextToken };
}

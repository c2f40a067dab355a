import { batchArn } from '@/lib/batch';
import { type Core, environmentAt, queueAt, specAt } from '../core';
import { isPart, rowOfJobId } from '../jobs/names';
import { internSpec } from '../jobs/specs';
import { i32 } from '../kernel/columns';
import type { Tagged } from '../machine';
import { quotaShareNumber, retagQuotaShare } from '../service-jobs/quota-shares';
import { retagServiceEnvironment, serviceEnvironmentNumber } from '../service-jobs/service-environments';
import { serviceJobOf } from '../service-jobs/service-job';
import { consumableNamed, retagConsumable } from './consumables';
import { putDefinition } from './definitions';
import { retagEnvironment } from './environments';
import { putPolicy } from './policies';
import { retagQueue } from './queues';
import { emitResource } from './resource-changes';

type Find = (core: Core, name: string, arn: string) => Tagged | undefined;

function taggedEnvironment(core: Core, name: string): Tagged | undefined {
  const index = core.derived.environmentByName.get(name);
  if (index === undefined) return undefined;
  const { tags = {} } = environmentAt(core, index).document;
  return { tags, put: (next) => retagEnvironment(core, index, next) };
}

function taggedServiceEnvironment(core: Core, name: string): Tagged | undefined {
  const number = serviceEnvironmentNumber(core, name);
  const environment = core.services.environments[number];
  if (environment === undefined) return undefined;
  return { tags: environment.document.tags ?? {}, put: (tags) => retagServiceEnvironment(core, number, tags) };
}

function taggedShare(core: Core, _name: string, arn: string): Tagged | undefined {
  const number = quotaShareNumber(core, arn);
  const share = core.services.shares[number];
  if (share === undefined) return undefined;
  return { tags: share.document.tags, put: (tags) => retagQuotaShare(core, number, tags) };
}

function taggedServiceJob(core: Core, jobId: string, arn: string): Tagged | undefined {
  const job = serviceJobOf(core, jobId);
  if (job === undefined) return undefined;
  return {
    tags: job.tags,
    put: (tags) => {
      job.tags = tags;
      emitResource(core, 'job', arn, jobId, { tags }, true);
    },
  };
}

// A quota share's ARN is below its queue's.
function taggedQueue(core: Core, name: string, arn: string): Tagged | undefined {
  if (arn.includes('/quota-share/')) return taggedShare(core, name, arn);

  const index = core.derived.queueByName.get(name);
  if (index === undefined) return undefined;
  const { tags = {} } = queueAt(core, index).document;
  return { tags, put: (next) => retagQueue(core, index, next) };
}

function taggedDefinition(core: Core, _name: string, arn: string): Tagged | undefined {
  const document = core.definitions.find((definition) => definition.jobDefinitionArn === arn);
  if (document === undefined) return undefined;
  return { tags: document.tags ?? {}, put: (tags) => putDefinition(core, { ...document, tags }) };
}

function taggedPolicy(core: Core, _name: string, arn: string): Tagged | undefined {
  const document = core.policies.find((policy) => policy.arn === arn);
  if (document === undefined) return undefined;
  return { tags: document.tags ?? {}, put: (tags) => putPolicy(core, { ...document, tags }) };
}

function taggedConsumable(core: Core, name: string): Tagged | undefined {
  const consumable = consumableNamed(core, name);
  if (consumable === undefined) return undefined;
  return { tags: consumable.tags, put: (tags) => retagConsumable(core, consumable, tags) };
}

// A job's tags are part of its spec; an array's children and nodes keep theirs, which show none.
function taggedJob(core: Core, jobId: string): Tagged | undefined {
  const row = rowOfJobId(core, jobId);
  if (row < 0 || isPart(core, row)) return undefined;
  const { spec, queue } = specAt(core, i32(core.jobs.columns.spec, row));
  return {
    tags: spec.tags ?? {},
    put: (tags) => {
      core.jobs.columns.spec[row] = internSpec(core, queue, { ...spec, tags });
      emitResource(core, 'job', batchArn(core.place, 'job', jobId), jobId, { tags }, true);
    },
  };
}

const FINDERS: Readonly<Record<string, Find>> = {
  'compute-environment': taggedEnvironment,
  'service-environment': taggedServiceEnvironment,
  'job-queue': taggedQueue,
  'job-definition': taggedDefinition,
  'scheduling-policy': taggedPolicy,
  'consumable-resource': taggedConsumable,
  job: taggedJob,
  'service-job': taggedServiceJob,
};

/** The tags of what an ARN names, and how to change them; undefined where it names nothing that has tags. */
export function taggedAt(core: Core, arn: string): Tagged | undefined {
  const prefix = `arn:aws:batch:${core.place.region}:${core.place.account}:`;
  if (!arn.startsWith(prefix)) return undefined;
  const [kind = '', name = ''] = arn.slice(prefix.length).split('/', 2);
  return Object.hasOwn(FINDERS, kind) ? FINDERS[kind]?.(core, name, arn) : undefined;
}

import type {
  ListTagsForResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-batch';
import type { Machine, Tagged } from '../machine';
import { refuse, refuseValue } from './refusals';
import { checkTagKey, checkTags } from './request-rules';

const KEYS_MAX = 50;
const CHILD_ARN = /:job\/[0-9a-f-]{36}[:#]\d+$/;

function taggedResource(machine: Machine, arn: string): Tagged {
  if (CHILD_ARN.test(arn)) {
    refuseValue('Tags are not supported for child jobs of array and multi-node parallel jobs.');
  }
  return machine.tagged(arn) ?? refuse(`Resource ${arn} not found.`);
}

/** TagResource: adds tags, and gives those that are there their new values. */
export function tagResource(machine: Machine, input: TagResourceCommandInput): object {
  const given = input.tags ?? {};
  const { tags, put } = taggedResource(machine, input.resourceArn ?? '');
  checkTags(given);
  const merged = { ...tags, ...given };
  checkTags(merged);
  if (Object.entries(given).some(([key, value]) => !Object.hasOwn(tags, key) || tags[key] !== value)) put(merged);
  return {};
}

/** UntagResource: takes tags away by their keys; keys that are not there are no fault. */
export function untagResource(machine: Machine, input: UntagResourceCommandInput): object {
  const keys = input.tagKeys ?? [];
  const { tags, put } = taggedResource(machine, input.resourceArn ?? '');
  if (keys.length === 0 || keys.length > KEYS_MAX) refuseValue(`Number of tag keys must be between 1 and ${KEYS_MAX}.`);
  for (const key of keys) checkTagKey(key);
  const left = Object.entries(tags).filter(([key]) => !keys.includes(key));
  if (left.length < Object.keys(tags).length) put(Object.fromEntries(left));
  return {};
}

/** ListTagsForResource: the tags of any resource that can have some, also of a job. */
export function listTagsForResource(machine: Machine, input: ListTagsForResourceCommandInput): object {
  return { tags: taggedResource(machine, input.resourceArn ?? '').tags };
}

import { nameOfArn, type Place } from '@/lib/batch';
import { refuseValue } from './refusals';

const RESOURCE_NAME = /^[A-Za-z0-9_-]{1,128}$/;
const JOB_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const SHARE_IDENTIFIER = /^[A-Za-z0-9_-]{1,255}$/;
const TAGS_MAX = 50;
const TAG_KEY_MAX = 128;
const TAG_VALUE_MAX = 256;
const REASON_MAX = 1024;
const PRIORITY_MAX = 9999;

/** Names of resources: 1-128 of letters, digits, `-` and `_`. `label` is how AWS calls the resource in its message. */
export function checkResourceName(label: string, name: string): void {
  if (!RESOURCE_NAME.test(name)) refuseValue(`${label} name should match a valid pattern.`);
}

export function isResourceName(name: string): boolean {
  return RESOURCE_NAME.test(name);
}

export function checkJobName(name: string): void {
  if (!JOB_NAME.test(name)) refuseValue('Job name should match valid pattern');
}

export function checkShareIdentifier(identifier: string): void {
  if (!SHARE_IDENTIFIER.test(identifier)) refuseValue('ShareIdentifier name should match a valid pattern.');
}

export function checkSchedulingPriority(priority: number | undefined): void {
  if (priority !== undefined && (priority < 0 || priority > PRIORITY_MAX)) {
    refuseValue('Scheduling priority must be between 0 and 9999.');
  }
}

/** A tag's key: 1-128 characters, no `aws:` in front. */
export function checkTagKey(key: string): void {
  if (key.length === 0 || key.length > TAG_KEY_MAX) {
    refuseValue(`Tag keys must have between 1 and ${TAG_KEY_MAX} characters.`);
  }
  if (key.toLowerCase().startsWith('aws:')) refuseValue('Tag keys that start with aws: are reserved for AWS use.');
}

/** AWS's rules on tags: 50, keys of 1-128 and values of at most 256 characters, no `aws:` in front. */
export function checkTags(tags: Record<string, string> | undefined): void {
  if (tags === undefined) return;
  const entries = Object.entries(tags);
  if (entries.length > TAGS_MAX) refuseValue(`Number of tags exceeds the maximum of ${TAGS_MAX}.`);
  for (const [key, value] of entries) {
    checkTagKey(key);
    if (value.length > TAG_VALUE_MAX) refuseValue(`Tag values must have at most ${TAG_VALUE_MAX} characters.`);
  }
}

export function checkReason(reason: string): void {
  if (reason.length > REASON_MAX) refuseValue(`Reason must have at most ${REASON_MAX} characters.`);
}

/** Bytes of the request as compact JSON in UTF-8. */
export function requestBytes(input: object): number {
  const text = JSON.stringify(input);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes;
}

/** The name in a name or ARN; null for an ARN of another kind, region or account, which names nothing here. */
export function localName(place: Place, kind: string, given: string): string | null {
  if (!given.startsWith('arn:')) return given;
  const prefix = `arn:aws:batch:${place.region}:${place.account}:${kind}/`;
  return given.startsWith(prefix) ? nameOfArn(given) : null;
}

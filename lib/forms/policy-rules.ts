import type {
  CreateSchedulingPolicyCommandInput,
  FairsharePolicy,
  UpdateSchedulingPolicyCommandInput,
} from '@aws-sdk/client-batch';
import { checkResourceName, checkTags, Findings } from './checks';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkShape, type Part, soundInput } from './shapes';

/** Bounds of a fair-share policy. Source: AWS_BATCH, and FairsharePolicy of the API reference. */
export const FAIRSHARE = {
  decaySecondsMost: 604_800,
  reservationMost: 99,
  sharesMost: 500,
  weight: { least: 0.0001, most: 999.9999 },
} as const;

const SHARE_IDENTIFIER = /^[A-Za-z0-9_-]{1,255}\*?$/;

/** What is wrong with a CreateSchedulingPolicy. */
export function createSchedulingPolicyProblems(shapes: OperationShapes, document: JsonObject): Problem[] {
  const shape = checkShape(shapes, 'CreateSchedulingPolicy', document);
  const input = soundInput<CreateSchedulingPolicyCommandInput>(shape);
  const found = new Findings();
  checkResourceName(found, input.name, 'name');
  checkTags(found, input.tags, 'tags');
  found.when(
    input.fairsharePolicy !== undefined && input.quotaSharePolicy !== undefined,
    'quotaSharePolicy',
    'A policy is of fair shares or of quota shares, not both.',
  );
  checkFairshare(found, input.fairsharePolicy);
  return found.after(shape.problems);
}

/** What is wrong with an UpdateSchedulingPolicy; `base` is the policy as it is, in the call's own terms. */
export function updateSchedulingPolicyProblems(
  shapes: OperationShapes,
  document: JsonObject,
  base: JsonObject,
): Problem[] {
  const shape = checkShape(shapes, 'UpdateSchedulingPolicy', document);
  const input = soundInput<UpdateSchedulingPolicyCommandInput>(shape);
  const found = new Findings();
  for (const [own, other] of [
    ['fairsharePolicy', 'quotaSharePolicy'],
    ['quotaSharePolicy', 'fairsharePolicy'],
  ] as const) {
    found.when(
      base[own] !== undefined && input[other] !== undefined,
      other,
      `This policy has a ${own}: its kind can not be changed. Make a new policy.`,
    );
  }
  checkFairshare(found, input.fairsharePolicy);
  return found.after(shape.problems);
}

function checkFairshare(found: Findings, policy: Part<FairsharePolicy> | undefined): void {
  const path = 'fairsharePolicy';
  found.range(
    policy?.shareDecaySeconds,
    `${path}.shareDecaySeconds`,
    'The decay in seconds',
    0,
    FAIRSHARE.decaySecondsMost,
  );
  found.range(
    policy?.computeReservation,
    `${path}.computeReservation`,
    'The reservation',
    0,
    FAIRSHARE.reservationMost,
  );
  const shares = policy?.shareDistribution ?? [];
  found.when(
    shares.length > FAIRSHARE.sharesMost,
    `${path}.shareDistribution`,
    `At most ${FAIRSHARE.sharesMost} shares; these are ${shares.length}.`,
  );
  const names = shares.map(({ shareIdentifier = '' }) => shareIdentifier);
  const patterns = names.filter((name) => name.endsWith('*'));
  for (const [at, { weightFactor }] of shares.entries()) {
    const name = names[at] ?? '';
    const own = `${path}.shareDistribution[${at}]`;
    const wider = patterns.find((pattern) => pattern !== name && name.startsWith(pattern.slice(0, -1)));
    if (name === '') found.add(`${own}.shareIdentifier`, 'Give the share a name.');
    else if (!SHARE_IDENTIFIER.test(name))
      found.add(
        `${own}.shareIdentifier`,
        'A share has letters, digits, hyphens and underscores, and may end in *; 255 at most.',
      );
    else if (names.indexOf(name) !== at) found.add(`${own}.shareIdentifier`, `${name} stands twice.`);
    else if (wider !== undefined) found.add(`${own}.shareIdentifier`, `${name} is covered by ${wider} already.`);
    found.range(weightFactor, `${own}.weightFactor`, 'A weight', FAIRSHARE.weight.least, FAIRSHARE.weight.most);
  }
}

import type { FairsharePolicy, QuotaSharePolicy, ShareAttributes } from '@aws-sdk/client-batch';
import { refuseValue } from './refusals';

const SHARES_MAX = 500;
const DECAY_SECONDS_MAX = 604_800;
const RESERVATION_MAX = 99;
const WEIGHT = { min: 0.0001, max: 999.9999 };
const SHARE_OR_PREFIX = /^[A-Za-z0-9_-]{1,255}\*?$/;

/** No entry may be another one, or lie under the prefix of another one. */
function checkApart(identifiers: readonly string[]): void {
  if (new Set(identifiers).size < identifiers.length) {
    refuseValue('Cannot have two or more identical shareIdentifiers.');
  }
  for (const prefix of identifiers.filter((identifier) => identifier.endsWith('*'))) {
    const matched = identifiers.find((other) => other !== prefix && other.startsWith(prefix.slice(0, -1)));
    if (matched !== undefined) refuseValue(`Share identifier ${matched} matches another share identifier ${prefix}`);
  }
}

function checkShares(shares: readonly ShareAttributes[]): void {
  if (shares.length > SHARES_MAX) refuseValue(`ShareDistribution size cannot be greater than ${SHARES_MAX}.`);
  for (const { shareIdentifier, weightFactor } of shares) {
    if (!SHARE_OR_PREFIX.test(shareIdentifier ?? '')) {
      refuseValue('ShareIdentifier name should match a valid pattern.');
    }
    if (weightFactor !== undefined && (weightFactor < WEIGHT.min || weightFactor > WEIGHT.max)) {
      refuseValue(`Weight factor should be between ${WEIGHT.min} and ${WEIGHT.max}.`);
    }
  }
  checkApart(shares.map((share) => share.shareIdentifier ?? ''));
}

function checkFairshare(policy: FairsharePolicy): void {
  const { shareDecaySeconds: decay = 0, computeReservation: reservation = 0, shareDistribution = [] } = policy;
  if (decay < 0 || decay > DECAY_SECONDS_MAX) {
    refuseValue(`Share decay seconds should be between 0 and ${DECAY_SECONDS_MAX}.`);
  }
  if (reservation < 0 || reservation > RESERVATION_MAX) {
    refuseValue(`Compute reservation should be between 0 and ${RESERVATION_MAX}.`);
  }
  checkShares(shareDistribution);
}

/** What a scheduling policy holds, as a request gives it: one of the two kinds. */
export interface GivenPolicy {
  fairsharePolicy?: FairsharePolicy | undefined;
  quotaSharePolicy?: QuotaSharePolicy | undefined;
}

/** AWS's rules on a policy's content; which of the two kinds it is, is the caller's to check. */
export function checkPolicy({ fairsharePolicy, quotaSharePolicy }: GivenPolicy): void {
  if (fairsharePolicy !== undefined && quotaSharePolicy !== undefined) {
    refuseValue('A scheduling policy can have either fairsharePolicy or quotaSharePolicy');
  }
  if (fairsharePolicy !== undefined) checkFairshare(fairsharePolicy);
}

/** A fair-share policy as Describe shows it: AWS's defaults filled in. */
export function shownFairshare(policy: FairsharePolicy): FairsharePolicy {
  return {
    shareDecaySeconds: policy.shareDecaySeconds ?? 0,
    computeReservation: policy.computeReservation ?? 0,
    shareDistribution: (policy.shareDistribution ?? []).map(({ shareIdentifier, weightFactor }) => ({
      shareIdentifier,
      weightFactor: weightFactor ?? 1,
    })),
  };
}

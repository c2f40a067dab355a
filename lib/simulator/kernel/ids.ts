import type { Draws, Purpose } from './draws';

const ROUNDS = 4;

// A keyed permutation of 32-bit numbers (Feistel), so that an id leads back to its row without a table.
function permute(draws: Draws, purpose: Purpose, value: number): number {
  let left = value >>> 16;
  let right = value & 0xffff;
  for (let round = 0; round < ROUNDS; round++) {
    const next = left ^ (draws.bits(purpose, right, round, 7) & 0xffff);
    left = right;
    right = next;
  }
  return ((left << 16) | right) >>> 0;
}

function unpermute(draws: Draws, purpose: Purpose, value: number): number {
  let left = value >>> 16;
  let right = value & 0xffff;
  for (let round = ROUNDS - 1; round >= 0; round--) {
    const before = right ^ (draws.bits(purpose, left, round, 7) & 0xffff);
    right = left;
    left = before;
  }
  return ((left << 16) | right) >>> 0;
}

const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

function hex8(value: number): string {
  return `${HEX[value >>> 16] ?? ''}${HEX[value & 0xffff] ?? ''}`;
}

/** 32 hex digits whose first eight carry the ordinal and the next eight the attempt. */
export function hexId(draws: Draws, purpose: Purpose, ordinal: number, attempt: number): string {
  const attemptWord = draws.bits(purpose, ordinal, 0, 3) ^ attempt;
  return (
    hex8(permute(draws, purpose, ordinal)) +
    hex8(attemptWord) +
    hex8(draws.bits(purpose, ordinal, attempt, 4)) +
    hex8(draws.bits(purpose, ordinal, attempt, 5))
  );
}

/** What `hexId` was made of, or null when this seed never made it. */
export function readHexId(draws: Draws, purpose: Purpose, id: string): { ordinal: number; attempt: number } | null {
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  const ordinal = unpermute(draws, purpose, Number.parseInt(id.slice(0, 8), 16));
  const attempt = (Number.parseInt(id.slice(8, 16), 16) ^ draws.bits(purpose, ordinal, 0, 3)) >>> 0;
  return hexId(draws, purpose, ordinal, attempt) === id ? { ordinal, attempt } : null;
}

/** A UUID of version 4 that carries its ordinal. */
export function uuid(draws: Draws, purpose: Purpose, ordinal: number): string {
  const first = hex8(permute(draws, purpose, ordinal));
  const second = hex8(draws.bits(purpose, ordinal, 0, 1));
  const third = hex8(draws.bits(purpose, ordinal, 0, 2));
  const fourth = hex8(draws.bits(purpose, ordinal, 0, 3));
  const variant = '89ab'[Number.parseInt(third.slice(0, 1), 16) & 3];
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
}

/** The ordinal of a UUID of this seed, or -1. */
export function readUuid(draws: Draws, purpose: Purpose, id: string): number {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return -1;
  const ordinal = unpermute(draws, purpose, Number.parseInt(id.slice(0, 8), 16));
  return uuid(draws, purpose, ordinal) === id ? ordinal : -1;
}

/** An EC2 instance id: `i-0` and 16 hex digits. */
export function instanceId(draws: Draws, ordinal: number): string {
  return `i-0${hex8(permute(draws, 'instance-id', ordinal))}${hex8(draws.bits('instance-id', ordinal, 0, 1))}`;
}

/** The instance's number, or -1 when this seed never made such an id. */
export function readInstanceId(draws: Draws, id: string): number {
  if (!/^i-0[0-9a-f]{16}$/.test(id)) return -1;
  const ordinal = unpermute(draws, 'instance-id', Number.parseInt(id.slice(3, 11), 16));
  return instanceId(draws, ordinal) === id ? ordinal : -1;
}

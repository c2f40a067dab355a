import { fargatePrice, type InstanceType, instanceTypes } from '@/lib/catalogue';
import { atOf, type Core, environmentAt } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import type { JobSpec } from '../machine';
import { INSTANCE } from './instance-table';
import { HOUR_MS, marketHour, spotPrice } from './spot-market';

const LEAST_MS = 60_000;

/** Milliseconds that are paid for: whole seconds, a minute at least. */
function billedMs(from: number, to: number): number {
  return Math.max(LEAST_MS, Math.ceil((to - from) / 1000) * 1000);
}

/** Nano-USD of one segment, rounded half up once. */
function charge(nanoUsdPerHour: number, ms: number): bigint {
  return (BigInt(nanoUsdPerHour) * BigInt(ms) * 2n + BigInt(HOUR_MS)) / BigInt(2 * HOUR_MS);
}

/** Nano-USD at one price from `from` to `to`, cut at each full UTC hour; seconds beyond `to` belong to the last part. */
function chargeSpan(nanoUsdPerHour: number, from: number, to: number, extraMs: number): bigint {
  const firstCut = Math.floor(from / HOUR_MS) * HOUR_MS + HOUR_MS;
  if (to <= firstCut) return charge(nanoUsdPerHour, to - from + extraMs);
  const fullHours = Math.ceil((to - firstCut) / HOUR_MS) - 1;
  const rest = to - firstCut - fullHours * HOUR_MS;
  return (
    charge(nanoUsdPerHour, firstCut - from) +
    BigInt(nanoUsdPerHour) * BigInt(fullHours) +
    charge(nanoUsdPerHour, rest + extraMs)
  );
}

/** The next moment after `at` at which a Spot price may change. */
function nextMove(core: Core, at: number): number {
  let next = core.genesis.startAt + (marketHour(core, at) + 1) * HOUR_MS;
  for (const fault of core.faults) {
    if (fault.kind !== 'price-spike') continue;
    if (fault.at > at) next = Math.min(next, fault.at);
    if (fault.end !== undefined && fault.end > at) next = Math.min(next, fault.end);
  }
  return next;
}

function spotBill(core: Core, type: InstanceType, number: number, zone: number, from: number, to: number): bigint {
  const extra = billedMs(from, to) - (to - from);
  let sum = 0n;
  let start = from;
  let price = spotPrice(core, type, number, zone, from) ?? 0;
  for (let cut = nextMove(core, from); cut < to; cut = nextMove(core, cut)) {
    const next = spotPrice(core, type, number, zone, cut) ?? 0;
    if (next === price) continue;
    sum += chargeSpan(price, start, cut, 0);
    start = cut;
    price = next;
  }
  return sum + chargeSpan(price, start, to, extra);
}

/** What an instance costs from its start to `to`, nano-USD. A Spot instance taken back in its first hour is free. */
export function instanceBill(core: Core, row: number, to: number): bigint {
  const { type, zone, runningAt, state, endedBy, bidPercent } = core.instances.columns;
  const from = f64(runningAt, row);
  const number = i32(type, row);
  const found = instanceTypes[number];
  if (from < 0 || found === undefined) return 0n;
  if (u8(bidPercent, row) === 0) {
    return chargeSpan(found.onDemandNanoUsdPerHour, from, to, billedMs(from, to) - (to - from));
  }
  const isReclaimed = u8(state, row) === INSTANCE.terminated && u8(endedBy, row) === 2;
  if (isReclaimed && to - from < HOUR_MS) return 0n;
  return spotBill(core, found, number, i32(zone, row), from, to);
}

/** Price of a Fargate task, nano-USD per hour. */
function fargateRate(spec: JobSpec, isSpot: boolean): number {
  const arm = spec.container.runtimePlatform?.cpuArchitecture === 'ARM64';
  const price = fargatePrice(arm ? 'arm64' : 'x86_64', isSpot ? 'FARGATE_SPOT' : 'FARGATE');
  return Math.floor(
    (spec.milliVcpus * price.nanoUsdPerVcpuHour) / 1000 + (spec.memoryMib * price.nanoUsdPerGbHour) / 1024 + 0.5,
  );
}

function fargateBill(core: Core, row: number, spec: JobSpec, to: number): bigint {
  const { placedAt, environment } = core.jobs.columns;
  const from = f64(placedAt, row);
  const rate = fargateRate(spec, environmentAt(core, i32(environment, row)).kind === 'FARGATE_SPOT');
  return chargeSpan(rate, from, to, billedMs(from, to) - (to - from));
}

/** Books a Fargate task that ends now. */
export function chargeFargate(core: Core, row: number, spec: JobSpec): void {
  core.counters.billNanoUsd += fargateBill(core, row, spec, atOf(core));
}

/** What a Fargate task costs up to `to`. */
export const openFargateBill = fargateBill;

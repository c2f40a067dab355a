import type { AttemptChange, Change, InstanceChange } from '@/lib/batch';
import { cataloguePrices } from './catalogue-prices';
import type { AttemptOnHost, Charge, InstanceFacts, Ledger, LedgerPrices, Requirements } from './contract';
import { type FargateTask, fargateCharges, fargateTask, isFargate } from './fargate-task';
import { lastHourOver, type Tenant } from './instance-hour';
import {
  countIn,
  countOut,
  estimateTenant,
  factsAtStart,
  type InstanceMeter,
  newMeter,
  newTenant,
  openHours,
  priceNow,
  settleHours,
  tenantKey,
} from './instance-meter';
import { createRequirementsBook } from './requirements';
import { WHOLE } from './share';
import { accrualOf, accruedOver, createSpotAccrual, rateOf } from './spot-accrual';
import { addCharges, addSums, noSums, type Sums, totalsOf } from './sums';

/** A ledger with nothing in it. Prices are the catalogue's unless others are given. */
export function createLedger(options: { prices?: LedgerPrices } = {}): Ledger {
  return new ChangeLedger(options.prices ?? cataloguePrices);
}

class ChangeLedger implements Ledger {
  private readonly meters = new Map<string, InstanceMeter>();
  private readonly tasks = new Map<string, FargateTask>();
  private readonly book = createRequirementsBook();
  private readonly accrual = createSpotAccrual();
  private readonly settled: Sums = noSums();
  private readonly late = new Set<string>();
  private ready: Charge[] = [];
  private readonly rates = { paid: 0, onDemand: 0 };
  private hour = 0;

  constructor(private readonly prices: LedgerPrices) {}

  apply(change: Change): void {
    if (change.kind === 'instance') this.instance(change);
    if (change.kind !== 'job') return;
    const needs = this.book.of(change);
    if (change.attempt !== undefined && needs !== null) {
      this.advance(change.at ?? 0);
      this.attempt(change.jobId, needs, change.attempt);
    }
    this.book.close(change);
  }

  instance(change: InstanceChange): void {
    this.advance(change.at);
    const meter = this.meters.get(change.instanceArn);
    if (meter === undefined) {
      if (change.state === 'running' && change.nanoUsdPerHour !== undefined) this.start(change, change.nanoUsdPerHour);
      else if (change.state === 'terminated') this.late.add(change.instanceArn);
      return;
    }
    if (
      meter.facts.terminatedAt !== null ||
      change.at < meter.settledTo ||
      change.at < (meter.facts.prices.at(-1)?.at ?? 0)
    ) {
      this.late.add(change.instanceArn);
      return;
    }
    this.rate(meter, -1);
    this.bend(meter, () => {
      if (change.state === 'terminated') {
        meter.facts.terminatedAt = change.at;
        meter.facts.endedBy = change.endedBy ?? null;
      } else if (change.nanoUsdPerHour !== undefined) {
        meter.facts.prices.push({ at: change.at, nanoUsdPerHour: change.nanoUsdPerHour });
      }
    });
    this.rate(meter, 1);
    if (change.state === 'terminated') this.settleMeter(meter, this.hour);
  }

  attempt(jobId: string, needs: Requirements, change: AttemptChange): void {
    this.advance(change.stoppedAt ?? change.placedAt);
    if (isFargate(change.purchase)) this.fargate(fargateTask(jobId, needs, change, change.purchase, this.prices));
    else if (change.instanceArn !== undefined) this.tenant(change.instanceArn, jobId, needs, change);
  }

  advance(to: number): void {
    if (to > this.accrual.now()) this.accrual.advance(to);
    const hour = lastHourOver(to);
    if (hour <= this.hour) return;
    this.hour = hour;
    for (const meter of this.meters.values()) this.settleMeter(meter, hour);
  }

  settle(upTo: number): Charge[] {
    this.advance(upTo);
    const charges = this.ready;
    this.ready = [];
    return charges;
  }

  open(upTo: number): Charge[] {
    const tasks = [...this.tasks.values()].flatMap((task) => fargateCharges(task, upTo));
    return [...this.meters.values()].flatMap((meter) => openHours(meter, upTo, this.prices)).concat(tasks);
  }

  totals(upTo: number) {
    this.advance(upTo);
    const sums = { ...this.settled };
    addCharges(sums, this.open(upTo));
    return totalsOf(sums);
  }

  estimate(instanceArn: string, jobId: string, attempt: number): Charge[] {
    const meter = this.meters.get(instanceArn);
    const tenant = meter?.tenants.get(tenantKey(jobId, attempt));
    if (meter === undefined || tenant === undefined || tenant.to === Number.POSITIVE_INFINITY) return [];
    return estimateTenant(meter, tenant, this.prices);
  }

  spot(at: number) {
    const running = this.accrual.nanoUsd(at);
    return { savedNanoUsd: this.settled.savedNanoUsd + running, lostNanoUsd: this.settled.lostNanoUsd };
  }

  spotMoves(): boolean {
    return this.accrual.moves();
  }

  perHour() {
    return { ...this.rates };
  }

  takeLate(): string[] {
    const arns = [...this.late];
    this.late.clear();
    return arns;
  }

  restoreInstance(facts: InstanceFacts, attempts: readonly AttemptOnHost[], settledTo: number): void {
    this.remove(facts.instanceArn);
    const meter = newMeter({ ...facts, prices: facts.prices.map((price) => ({ ...price })) });
    meter.settledTo = Math.max(settledTo, facts.runningAt);
    for (const { jobId, needs, attempt } of attempts) {
      const tenant = newTenant(meter, jobId, needs, attempt);
      // What settled of an attempt that is over came in with the sums; of one that goes on the window holds all.
      if (attempt.stoppedAt !== undefined) tenant.releasedTo = Math.max(tenant.releasedTo, meter.settledTo);
      meter.tenants.set(tenantKey(jobId, attempt.n), tenant);
      countIn(meter, tenant);
    }
    this.meters.set(facts.instanceArn, meter);
    const { rate, amount } = accrualOf(meter, this.accrual.now(), this.prices);
    this.accrual.addRate(rate);
    this.accrual.add(amount);
    this.rate(meter, 1);
    this.settleMeter(meter, this.hour);
  }

  addSettled(totals: Sums): void {
    addSums(this.settled, totals);
  }

  private start(change: InstanceChange, nanoUsdPerHour: number): void {
    const meter = newMeter(factsAtStart(change, nanoUsdPerHour));
    this.meters.set(change.instanceArn, meter);
    this.rate(meter, 1);
  }

  private rate(meter: InstanceMeter, sign: 1 | -1): void {
    const paid = priceNow(meter.facts);
    if (paid === 0) return;
    this.rates.paid += sign * paid;
    const listed = meter.facts.purchase === 'SPOT' ? (this.prices.onDemand(meter.facts.type) ?? paid) : paid;
    this.rates.onDemand += sign * listed;
  }

  private remove(instanceArn: string): void {
    const meter = this.meters.get(instanceArn);
    if (meter === undefined) return;
    const { rate, amount } = accrualOf(meter, this.accrual.now(), this.prices);
    this.accrual.addRate(-rate);
    this.accrual.add(-amount);
    this.rate(meter, -1);
    this.meters.delete(instanceArn);
  }

  /** Changes a meter and keeps the accrual true to it. */
  private bend(meter: InstanceMeter, change: () => void): void {
    const now = this.accrual.now();
    const before = accrualOf(meter, now, this.prices);
    change();
    const after = accrualOf(meter, now, this.prices);
    this.accrual.addRate(after.rate - before.rate);
    this.accrual.add(after.amount - before.amount);
  }

  private settleMeter(meter: InstanceMeter, hour: number): void {
    let charges: Charge[] = [];
    this.bend(meter, () => {
      charges = settleHours(meter, hour, this.prices);
    });
    this.release(charges);
    if (meter.facts.terminatedAt !== null && meter.tenants.size === 0) this.meters.delete(meter.facts.instanceArn);
  }

  private release(charges: readonly Charge[]): void {
    addCharges(this.settled, charges);
    for (const charge of charges) this.ready.push(charge);
  }

  private tenant(instanceArn: string, jobId: string, needs: Requirements, change: AttemptChange): void {
    const meter = this.meters.get(instanceArn);
    if (meter === undefined) {
      this.late.add(instanceArn);
      return;
    }
    const key = tenantKey(jobId, change.n);
    const known = meter.tenants.get(key);
    if (known === undefined) {
      if (change.placedAt < meter.settledTo) this.late.add(instanceArn);
      else this.enter(meter, key, newTenant(meter, jobId, needs, change));
    } else if (known.to === Number.POSITIVE_INFINITY && change.stoppedAt !== undefined) {
      const settledThere = Math.min(meter.settledTo, meter.facts.terminatedAt ?? meter.settledTo);
      if (change.stoppedAt < settledThere) this.late.add(instanceArn);
      else this.leave(meter, key, known, change.stoppedAt, change.interrupted === true);
    }
  }

  private enter(meter: InstanceMeter, key: string, tenant: Tenant): void {
    const now = this.accrual.now();
    meter.tenants.set(key, tenant);
    countIn(meter, tenant);
    this.accrual.add(accruedOver(meter.facts, tenant.share, tenant.from, Math.min(now, tenant.to), this.prices));
    if (tenant.to === Number.POSITIVE_INFINITY) {
      if (meter.facts.terminatedAt === null) this.accrual.addRate(rateOf(meter.facts, tenant.share, this.prices));
      return;
    }
    if (tenant.interrupted) this.discard(meter, tenant);
  }

  private leave(meter: InstanceMeter, key: string, tenant: Tenant, stoppedAt: number, interrupted: boolean): void {
    const { facts } = meter;
    const end = Math.min(stoppedAt, facts.terminatedAt ?? stoppedAt);
    if (facts.terminatedAt === null) {
      this.accrual.addRate(-rateOf(facts, tenant.share, this.prices));
      this.accrual.add(-accruedOver(facts, tenant.share, end, this.accrual.now(), this.prices));
    }
    countOut(meter, tenant, stoppedAt);
    tenant.to = stoppedAt;
    tenant.interrupted = interrupted;
    if (interrupted) this.discard(meter, tenant);
    const held = meter.held.get(key);
    if (held !== undefined) {
      meter.held.delete(key);
      this.release(held.map((charge) => ({ ...charge, lost: interrupted })));
      const released = Math.min(end, meter.settledTo);
      if (!interrupted) {
        this.accrual.add(-accruedOver(facts, tenant.share, tenant.releasedTo, released, this.prices));
      }
      tenant.releasedTo = released;
    }
    if (end <= meter.settledTo) meter.tenants.delete(key);
    if (facts.terminatedAt !== null && meter.tenants.size === 0) this.meters.delete(facts.instanceArn);
  }

  private discard(meter: InstanceMeter, tenant: Tenant): void {
    this.settled.interruptions += 1;
    const from = Math.max(tenant.from, tenant.releasedTo);
    const end = Math.min(tenant.to, meter.facts.terminatedAt ?? tenant.to);
    this.accrual.add(-accruedOver(meter.facts, tenant.share, from, end, this.prices));
  }

  private fargate(task: FargateTask): void {
    const key = tenantKey(task.jobId, task.n);
    const known = this.tasks.get(key);
    const saves = BigInt(task.onDemandNanoUsdPerHour - task.nanoUsdPerHour) * BigInt(WHOLE);
    if (task.to === Number.POSITIVE_INFINITY) {
      if (known !== undefined) return;
      this.tasks.set(key, task);
      this.rates.paid += task.nanoUsdPerHour;
      this.rates.onDemand += task.onDemandNanoUsdPerHour;
      this.accrual.addRate(saves);
      this.accrual.add(saves * BigInt(Math.max(0, this.accrual.now() - task.from)));
      return;
    }
    if (known !== undefined) {
      this.rates.paid -= known.nanoUsdPerHour;
      this.rates.onDemand -= known.onDemandNanoUsdPerHour;
      this.accrual.addRate(-saves);
      this.accrual.add(-saves * BigInt(Math.max(0, this.accrual.now() - task.from)));
      this.tasks.delete(key);
    }
    if (task.interrupted) this.settled.interruptions += 1;
    this.release(fargateCharges(task, task.to));
  }
}

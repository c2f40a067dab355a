import type { Core } from '../core';
import { holdersOf } from './capacity';
import type { CapacityNeed, ServiceJob } from './contract';
import { serviceQueue } from './service-queue';
import type { QuotaShareState } from './world';

type ByUnit = Map<string, number>;

/** What one share owns, may borrow, and holds, by instance type. */
interface ShareAccount {
  name: string;
  own: ByUnit;
  used: ByUnit;
  lends: boolean;
  /** Percent of its own limits that it may borrow; -1 without a limit, 0 for none. */
  borrowPercent: number;
  preemptsInShare: boolean;
}

/** Why a share can't take what a job asks for: over its limits, all held, or its own capacity is lent out. */
type Refusal = 'limit' | 'nothing-idle' | 'full' | 'lent';

/** The capacity of a service environment and its shares, in one moment. */
export class QuotaLedger {
  private constructor(
    readonly shares: ReadonlyMap<string, ShareAccount>,
    private readonly limits: ByUnit,
    private readonly total: ByUnit,
  ) {}

  /** As things stand; jobs that are being stopped count as gone where `isPlan`. */
  static of(core: Core, queue: number, environment: number, isPlan: boolean): QuotaLedger {
    const document = core.services.environments[environment]?.document;
    const accounts = sharesOf(core, queue).map(({ document: share }) => accountOf(share));
    const ledger = new QuotaLedger(
      new Map(accounts.map((account) => [account.name, account])),
      limitsOf(document?.capacityLimits ?? []),
      new Map(),
    );
    for (const job of holdersOf(core, environment)) {
      if (!isPlan || job.stopping === null) ledger.book(job, 1);
    }
    return ledger;
  }

  /** Counts a job in or out. */
  book(job: ServiceJob, by: 1 | -1): void {
    const used = this.shares.get(job.share)?.used;
    for (const { unit, quantity } of job.request.needs) {
      add(this.total, unit, by * quantity);
      if (used !== undefined) add(used, unit, by * quantity);
    }
  }

  /** Instances of a type that a share holds beyond its own. */
  borrowed(share: string, unit: string): number {
    const account = this.shares.get(share);
    return account === undefined ? 0 : Math.max(0, get(account.used, unit) - get(account.own, unit));
  }

  /** Instances of a type that a share may hold beyond its own. */
  mayBorrow(share: string, unit: string): number {
    const account = this.shares.get(share);
    if (account === undefined || !account.own.has(unit)) return 0;
    if (account.borrowPercent < 0) return Number.POSITIVE_INFINITY;
    return Math.floor((get(account.own, unit) * account.borrowPercent) / 100);
  }

  /** Whether what a job asks for lies within its share's own limits. */
  isWithinOwn(job: ServiceJob): boolean {
    const account = this.shares.get(job.share);
    if (account === undefined) return false;
    return job.request.needs.every(
      ({ unit, quantity }) => get(account.used, unit) + quantity <= get(account.own, unit),
    );
  }

  /** Whether no state of the shares could ever let the job go: its own share's limits, or the environment's. */
  never(job: ServiceJob): 'exceeds-quota-share' | 'exceeds-maximum' | null {
    const account = this.shares.get(job.share);
    for (const { unit, quantity } of job.request.needs) {
      if (quantity > get(this.limits, unit)) return 'exceeds-maximum';
      const own = account === undefined ? 0 : get(account.own, unit);
      if (quantity > own + this.mayBorrow(job.share, unit)) return 'exceeds-quota-share';
    }
    return null;
  }

  /** What keeps a job from going now; null where nothing does. */
  refusal(job: ServiceJob): Refusal | null {
    for (const need of job.request.needs) {
      const found = this.refusalOf(job.share, need);
      if (found !== null) return found;
    }
    return null;
  }

  private refusalOf(share: string, { unit, quantity }: CapacityNeed): Refusal | null {
    const account = this.shares.get(share);
    if (account === undefined) return 'limit';
    const after = get(account.used, unit) + quantity;
    const over = Math.max(0, after - get(account.own, unit));
    if (over > this.mayBorrow(share, unit)) return 'limit';
    if (get(this.total, unit) + quantity > get(this.limits, unit)) return over > 0 ? 'nothing-idle' : 'full';
    let borrowed = over;
    let idle = account.lends ? Math.max(0, get(account.own, unit) - after) : 0;
    for (const other of this.shares.values()) {
      if (other === account) continue;
      borrowed += this.borrowed(other.name, unit);
      idle += idleOf(other, unit);
    }
    if (borrowed <= idle) return null;
    return over > 0 ? 'nothing-idle' : 'lent';
  }

  /** A type of which a share holds more than it may, or shares together more than others lend; null where all is in order. */
  excess(): { unit: string; share: string | null } | null {
    for (const unit of [...this.total.keys()].sort()) {
      let [borrowed, idle] = [0, 0];
      for (const { name } of this.shares.values()) {
        if (this.borrowed(name, unit) > this.mayBorrow(name, unit)) return { unit, share: name };
      }
      for (const account of this.shares.values()) {
        borrowed += this.borrowed(account.name, unit);
        idle += idleOf(account, unit);
      }
      if (borrowed > idle) return { unit, share: null };
    }
    return null;
  }
}

/** Shares of a queue that are not gone, by name. */
export function sharesOf(core: Core, queue: number): QuotaShareState[] {
  const name = ({ document }: QuotaShareState): string => document.quotaShareName ?? '';
  const live = core.services.shares.filter((share) => share.queue === queue && !share.gone);
  return live.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** Whether a queue has a job waiting in a share's line. */
export const lineOf = (core: Core, queue: number, share: string): readonly number[] =>
  serviceQueue(core, queue).lines[share] ?? [];

function accountOf({
  quotaShareName: name = '',
  capacityLimits = [],
  resourceSharingConfiguration: sharing,
  preemptionConfiguration,
}: QuotaShareState['document']): ShareAccount {
  const borrows = sharing?.strategy === 'LEND_AND_BORROW';
  return {
    name,
    own: limitsOf(capacityLimits),
    used: new Map(),
    lends: borrows || sharing?.strategy === 'LEND',
    borrowPercent: borrows ? (sharing?.borrowLimit ?? -1) : 0,
    preemptsInShare: preemptionConfiguration?.inSharePreemption === 'ENABLED',
  };
}

function limitsOf(limits: readonly { capacityUnit?: string | undefined; maxCapacity?: number | undefined }[]): ByUnit {
  return new Map(limits.map(({ capacityUnit = '', maxCapacity = 0 }) => [capacityUnit, maxCapacity]));
}

function idleOf(account: ShareAccount, unit: string): number {
  return account.lends ? Math.max(0, get(account.own, unit) - get(account.used, unit)) : 0;
}

function get(map: ByUnit, unit: string): number {
  return map.get(unit) ?? 0;
}

function add(map: ByUnit, unit: string, quantity: number): void {
  map.set(unit, get(map, unit) + quantity);
}

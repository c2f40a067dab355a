import type { AttemptChange, InstanceChange, JobChange } from '@/lib/batch';
import { instanceTypes, usableMemoryMib } from '@/lib/catalogue';
import { HOUR } from './instance-hour';

/** A seeded source of whole numbers below a bound, for tests. */
export function seeded(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0;
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}

const START = Date.UTC(2026, 0, 1, 9, 17, 3);
const ENVIRONMENT = 'arn:aws:batch:us-east-1:123456789012:compute-environment/';

interface Draft {
  at: number;
  order: number;
  change: InstanceChange | JobChange;
}

/** A plausible history of instances, Spot prices, interruptions and attempts, in order of time. For tests. */
export function randomHistory(seed: number, instances = 4): (InstanceChange | JobChange)[] {
  const below = seeded(seed);
  const drafts: Draft[] = [];
  for (let index = 0; index < instances; index++) instanceLife(index, below, drafts);
  for (let index = 0; index < 3; index++) fargateLife(index, below, drafts);
  drafts.sort((a, b) => a.at - b.at || a.order - b.order);
  return drafts.map(({ change }, index) => ({ ...change, seq: index + 1 }));
}

function instanceLife(index: number, below: (n: number) => number, drafts: Draft[]): void {
  const type = instanceTypes[below(instanceTypes.length)];
  if (type === undefined) return;
  const purchase = below(3) > 0 ? 'SPOT' : 'ON_DEMAND';
  const runningAt = START + below(2 * HOUR);
  const life = below(4) === 0 ? below(90_000) : below(5 * HOUR);
  const terminatedAt = below(8) === 0 ? Math.ceil((runningAt + life) / HOUR) * HOUR : runningAt + life;
  const base = {
    kind: 'instance' as const,
    seq: 0,
    instanceArn: `arn:aws:ecs:us-east-1:123456789012:container-instance/c/${index}`,
    instanceId: `i-${index}`,
    environmentArn: `${ENVIRONMENT}${purchase.toLowerCase()}`,
    type: type.name,
    zone: 'us-east-1a',
    purchase,
    vcpus: type.vcpus,
    memoryMib: usableMemoryMib(type.memoryMib),
    gpus: type.gpus,
  } as const;
  const listed = type.onDemandNanoUsdPerHour;
  const price = () => (purchase === 'SPOT' ? Math.floor((listed * (20 + below(60))) / 100) : listed);
  const add = (at: number, order: number, rest: Partial<InstanceChange>) =>
    drafts.push({ at, order, change: { ...base, at, state: 'running', ...rest } });
  add(runningAt - 20_000, 0, { state: 'pending' });
  add(runningAt, 0, { nanoUsdPerHour: price() });
  if (purchase === 'SPOT') {
    for (let hour = Math.ceil((runningAt + 1) / HOUR) * HOUR; hour < terminatedAt; hour += HOUR) {
      add(hour, 0, { nanoUsdPerHour: price() });
      if (below(4) === 0 && hour + 77_777 < terminatedAt) add(hour + 77_777, 0, { nanoUsdPerHour: price() });
    }
  }
  const interrupted = purchase === 'SPOT' && below(2) === 0;
  add(terminatedAt, below(2) === 0 ? 5 : 1, {
    state: 'terminated',
    endedBy: interrupted ? 'interruption' : 'scale-down',
  });
  for (let job = 0; job < 1 + below(12); job++) {
    const placedAt = runningAt + below(Math.max(1, terminatedAt - runningAt));
    const wanted = placedAt + below(2) * below(2 * HOUR) + below(60_000);
    const cut = wanted >= terminatedAt;
    attemptLife(
      drafts,
      `${index}-${job}`,
      below,
      {
        n: 1,
        taskArn: `task/${index}-${job}`,
        environmentArn: base.environmentArn,
        purchase,
        instanceArn: base.instanceArn,
        placedAt,
        stoppedAt: Math.min(wanted, terminatedAt),
        ...(cut && interrupted ? { interrupted: true } : {}),
      },
      Math.ceil((type.vcpus * 1000) / (1 + below(4))),
      Math.ceil(base.memoryMib / (1 + below(6))),
    );
  }
}

function fargateLife(index: number, below: (n: number) => number, drafts: Draft[]): void {
  const purchase = below(2) === 0 ? 'FARGATE_SPOT' : 'FARGATE';
  const placedAt = START + below(4 * HOUR);
  attemptLife(
    drafts,
    `f-${index}`,
    below,
    {
      n: 1,
      taskArn: `task/f-${index}`,
      environmentArn: `${ENVIRONMENT}fargate`,
      purchase,
      placedAt,
      stoppedAt: placedAt + below(2) * below(3 * HOUR) + below(30_000),
      ...(purchase === 'FARGATE_SPOT' && below(3) === 0 ? { interrupted: true } : {}),
    },
    250 * (1 + below(8)),
    512 * (1 + below(8)),
  );
}

function attemptLife(
  drafts: Draft[],
  jobId: string,
  below: (n: number) => number,
  attempt: AttemptChange & { stoppedAt: number },
  milliVcpus: number,
  memoryMib: number,
): void {
  const { stoppedAt, interrupted, ...placed } = attempt;
  const startedAt = Math.min(stoppedAt, attempt.placedAt + below(20_000));
  const job = { kind: 'job' as const, seq: 0, jobId, attemptsEnded: 0 };
  const facts = {
    detail: {
      jobId,
      jobName: `job-${jobId}`,
      jobQueue: `arn:aws:batch:us-east-1:123456789012:job-queue/${below(2) === 0 ? 'main' : 'side'}`,
      jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/work:1',
      status: 'RUNNABLE' as const,
      createdAt: attempt.placedAt - 30_000,
      startedAt: undefined,
    },
    milliVcpus,
    memoryMib,
    gpus: 0,
  };
  drafts.push(
    {
      at: attempt.placedAt - 30_000,
      order: 2,
      change: { ...job, at: attempt.placedAt - 30_000, status: 'RUNNABLE', facts },
    },
    { at: attempt.placedAt, order: 2, change: { ...job, at: attempt.placedAt, status: 'STARTING', attempt: placed } },
    {
      at: startedAt,
      order: 3,
      change: { ...job, at: startedAt, status: 'RUNNING', attempt: { ...placed, startedAt } },
    },
    {
      at: stoppedAt,
      order: 4,
      change: {
        ...job,
        at: stoppedAt,
        attemptsEnded: 1,
        status: interrupted === true ? 'FAILED' : 'SUCCEEDED',
        statusReason:
          interrupted === true ? `Host EC2 (instance i-${jobId}) terminated.` : 'Essential container in task exited',
        attempt: { ...attempt, startedAt, ...(interrupted === true ? {} : { exitCode: 0 }) },
      },
    },
  );
}

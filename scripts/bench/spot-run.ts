import type { Change } from '@/lib/batch';
import { applyScenario, parseScenario, readyScenario } from '@/lib/scenario';
import { createSimulator } from '@/lib/simulator';
import { generateSwf, parseWorkload } from '@/lib/workloads';
import { cpuMs } from './measure';

export interface SpotRun {
  changes: Change[];
  jobs: number;
  /** Virtual ms at which everything is over. */
  end: number;
  /** CPU time of the run, changes made included. */
  cpuMilliseconds: number;
}

function environment(name: string, type: 'SPOT' | 'EC2', maxvCpus: number) {
  return {
    operation: 'CreateComputeEnvironment',
    input: {
      computeEnvironmentName: name,
      type: 'MANAGED',
      state: 'ENABLED',
      computeResources: {
        type,
        minvCpus: 0,
        maxvCpus,
        instanceTypes: ['c5', 'm5'],
        allocationStrategy: type === 'SPOT' ? 'SPOT_PRICE_CAPACITY_OPTIMIZED' : 'BEST_FIT_PROGRESSIVE',
        subnets: ['subnet-1', 'subnet-2', 'subnet-3'],
        securityGroupIds: ['sg-1'],
        instanceRole: 'ecsInstanceRole',
      },
    },
  };
}

/** What a run of `jobs` jobs on Spot, with On-Demand behind it and a storm in the middle, tells from first to last. */
export async function spotRun(jobs: number): Promise<SpotRun> {
  const bytes = new TextEncoder().encode(generateSwf({ seed: 20, jobs, meanGapSeconds: 8, maxProcessors: 4 }));
  const parsed = await parseWorkload(bytes, { fileName: 'bench.swf', sha256: 'bench' });
  if (!parsed.ok) throw parsed.error;
  const { rows } = parsed.workload;
  const file = parseScenario({
    seed: 1,
    timing: 'aws',
    startAt: '2026-01-01T00:00:00Z',
    resources: [
      environment('spot', 'SPOT', 1024),
      environment('on-demand', 'EC2', 256),
      {
        operation: 'CreateJobQueue',
        input: {
          jobQueueName: 'main',
          state: 'ENABLED',
          priority: 1,
          computeEnvironmentOrder: [
            { order: 1, computeEnvironment: 'spot' },
            { order: 2, computeEnvironment: 'on-demand' },
          ],
        },
      },
    ],
    workloads: [{ file: 'bench.swf', queue: 'main' }],
    faults: [{ at: 'PT6H', kind: 'spot-storm', fraction: 0.5, duration: 'PT10M' }],
  });
  const scenario = readyScenario(file, { region: 'us-east-1', account: '123456789012', hashOf: () => 'bench' });
  const machine = createSimulator(scenario.genesis);
  const changes: Change[] = [];
  machine.onChanges((change) => changes.push(change));
  const applied = applyScenario(machine, scenario.inputs, () => rows);
  if (!applied.ok) throw new Error(applied.message);
  const cpuMilliseconds = cpuMs(() => {
    while (!machine.isQuiet()) machine.advance(machine.now() + 3_600_000);
  });
  const { succeeded, failed } = machine.totals().jobs;
  if (succeeded + failed !== jobs) throw new Error(`${succeeded + failed} of ${jobs} jobs ended.`);
  machine.advance(machine.now() + 7_200_000);
  return { changes, jobs, end: machine.now(), cpuMilliseconds };
}

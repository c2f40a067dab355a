import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { WorkloadRows } from '@/lib/batch';
import { applyScenario, parseScenario, readyScenario } from '@/lib/scenario';
import { createSimulator, type Simulator } from '@/lib/simulator';
import { generateSwf, parseWorkload } from '@/lib/workloads';
import { bareFifo } from './bare-fifo';
import { cpuMs, median } from './measure';
import type { BenchRow } from './table';

const PROCESSORS = 2000;
const GOAL = 20;
const ROUNDS = 11;
const LCG = '../shared/data/workloads/swf/LCG-2005-1.swf.gz';

/**
 * A whole log of one-processor jobs through the simulator in `ideal`, against a bare event loop over typed arrays: CPU
 * time of both, taken in turns. Medians over rounds leave out what the engine needs to warm up.
 */
export async function machineRow(): Promise<BenchRow> {
  const { rows, source } = await workload();
  const product: number[] = [];
  const baseline: number[] = [];
  let starts: Float64Array = new Float64Array(0);
  let machine: Simulator | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    baseline.push(
      cpuMs(() => {
        starts = bareFifo(rows.submitMs, rows.runMs, PROCESSORS);
      }),
    );
    const opened = openMachine(rows);
    product.push(cpuMs(() => opened.advance(Number.MAX_SAFE_INTEGER)));
    machine = opened;
  }
  const ended = machine?.totals().jobs.succeeded ?? 0;
  if (ended !== rows.count)
    throw new Error(`${ended} of ${rows.count} jobs ended well: the bench measured another run.`);
  const events = machine?.totals().events ?? 0;
  const milliseconds = median(product);
  const ratio = milliseconds / median(baseline);
  const wait = starts.reduce((sum, start, job) => sum + start - (rows.submitMs[job] ?? 0), 0) / rows.count;
  return {
    name: 'a log through the machine',
    product: milliseconds,
    baseline: median(baseline),
    unit: 'ms CPU',
    ratio,
    goal: `<= ${GOAL}×`,
    met: ratio <= GOAL,
    against: 'bare FIFO loop over typed arrays',
    note: `${source}, ${rows.count} jobs on ${PROCESSORS} vCPU, ${Math.round(events / milliseconds)}k events/s, mean wait ${Math.round(wait / 1000)} s, median of ${ROUNDS}`,
  };
}

function openMachine(rows: WorkloadRows): Simulator {
  const file = parseScenario({
    seed: 1,
    timing: 'ideal',
    startAt: '2026-01-01T00:00:00Z',
    resources: [
      {
        operation: 'CreateComputeEnvironment',
        input: {
          computeEnvironmentName: 'fleet',
          type: 'MANAGED',
          state: 'ENABLED',
          computeResources: {
            type: 'EC2',
            minvCpus: PROCESSORS,
            desiredvCpus: PROCESSORS,
            maxvCpus: PROCESSORS,
            instanceTypes: ['c5.large'],
            subnets: ['subnet-1'],
            securityGroupIds: ['sg-1'],
            instanceRole: 'ecsInstanceRole',
          },
        },
      },
      {
        operation: 'CreateJobQueue',
        input: {
          jobQueueName: 'main',
          state: 'ENABLED',
          priority: 1,
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
        },
      },
    ],
    workloads: [{ file: 'bench.swf', queue: 'main' }],
  });
  const scenario = readyScenario(file, { region: 'us-east-1', account: '123456789012', hashOf: () => 'bench' });
  const machine = createSimulator(scenario.genesis);
  const applied = applyScenario(machine, scenario.inputs, () => rows);
  if (!applied.ok) throw new Error(applied.message);
  return machine;
}

/** The Large Hadron Collider Computing Grid's log of 2005 where it lies beside the project, else a seeded one as long. */
async function workload(): Promise<{ rows: WorkloadRows; source: string }> {
  const isThere = existsSync(LCG);
  if (!isThere) console.log(`  ${LCG} is not there: a generated log of the same length stands in.`);
  const bytes = isThere
    ? await readFile(LCG)
    : new TextEncoder().encode(generateSwf({ seed: 2005, jobs: 188_041, maxProcessors: 1, meanGapSeconds: 5 }));
  const parsed = await parseWorkload(bytes, { fileName: 'LCG-2005-1.swf', sha256: 'bench' });
  if (!parsed.ok) throw parsed.error;
  return { rows: parsed.workload.rows, source: isThere ? 'LCG-2005-1' : 'generated, seed 2005' };
}

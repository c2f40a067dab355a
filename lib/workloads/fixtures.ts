/** A stream of draws that is the same on every engine: integers only (mulberry32). */
function draws(seed: number): (below: number) => number {
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bf03635;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Mostly short and now and then very long, as run times of clusters are: up to 2^doublings times the shortest. */
function skewed(draw: (below: number) => number, shortest: number, doublings: number): number {
  const scale = shortest * 2 ** Math.min(draw(doublings + 1), draw(doublings + 1));
  return scale + draw(scale);
}

export interface SwfFixture {
  readonly seed: number;
  readonly jobs: number;
  readonly users?: number;
  /** Mean seconds between arrivals; 60 when absent. */
  readonly meanGapSeconds?: number;
  /** Largest processors, a power of two; 16 when absent. */
  readonly maxProcessors?: number;
}

/** A workload in Standard Workload Format: arrivals in a daily rhythm, run times from seconds to hours, one in 50 of 0 s. */
export function generateSwf({ seed, jobs, users = 12, meanGapSeconds = 60, maxProcessors = 16 }: SwfFixture): string {
  const draw = draws(seed);
  const lines = ['; Version: 2.2', '; Computer: generated', `; Note: seed ${seed}`, `; MaxJobs: ${jobs}`];
  let submit = 0;
  for (let job = 1; job <= jobs; job++) {
    const processors = Math.min(maxProcessors, 2 ** Math.min(draw(6), draw(6)));
    const run = draw(50) === 0 ? 0 : skewed(draw, 10, 9);
    const user = 1 + Math.min(draw(users), draw(users));
    const memoryKb = 1024 * (64 + draw(1024));
    const columns = [
      job,
      submit,
      -1,
      run,
      processors,
      -1,
      memoryKb,
      processors,
      run * 2,
      memoryKb,
      1,
      user,
      1,
      -1,
      1,
      -1,
      -1,
      -1,
    ];
    lines.push(columns.join(' '));
    const isNight = Math.floor(submit / 43_200) % 2 === 1;
    submit += draw(2 * (isNight ? 4 * meanGapSeconds : meanGapSeconds) + 1);
  }
  return `${lines.join('\n')}\n`;
}

export interface WfFormatFixture {
  readonly seed: number;
  /** Independent branches, each of `width` tasks that one more task joins; 3 when absent. */
  readonly branches?: number;
  /** Tasks of a branch; over 20 needs relay jobs; 25 when absent. */
  readonly width?: number;
}

/** A workflow in WfFormat 1.5: branches that fan out and in, joined by one last task. Holds branches x (width + 2) + 1 tasks. */
export function generateWfFormat({ seed, branches = 3, width = 25 }: WfFormatFixture): string {
  const draw = draws(seed);
  const parents = new Map<string, string[]>();
  const merges: string[] = [];
  for (let branch = 1; branch <= branches; branch++) {
    const split = `split_${branch}`;
    const tasks = Array.from({ length: width }, (_, index) => `work_${branch}_${index + 1}`);
    const merge = `merge_${branch}`;
    parents.set(split, []);
    for (const task of tasks) parents.set(task, [split]);
    parents.set(merge, tasks);
    merges.push(merge);
  }
  parents.set('report', merges);
  const children = new Map<string, string[]>(Array.from(parents.keys(), (id) => [id, []]));
  for (const [id, own] of parents) for (const parent of own) children.get(parent)?.push(id);
  const ids = [...parents.keys()];
  const document = {
    name: `generated-${seed}`,
    schemaVersion: '1.5',
    workflow: {
      specification: {
        tasks: ids.map((id) => ({
          id,
          name: id,
          parents: parents.get(id),
          children: children.get(id),
          inputFiles: [],
          outputFiles: [],
        })),
        files: [],
      },
      execution: {
        makespanInSeconds: 0,
        tasks: ids.map((id) => ({
          id,
          runtimeInSeconds: skewed(draw, 1000, 6) / 1000,
          coreCount: 1 + Math.min(draw(4), draw(4)),
          memoryInBytes: (32 + draw(2048)) * 2 ** 20,
        })),
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A list of pods in Alibaba's form: some of them were never scheduled, some share a GPU. */
export function generateAlibaba({ seed, jobs }: { seed: number; jobs: number }): string {
  const draw = draws(seed);
  const lines = [
    'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time',
  ];
  let created = 0;
  for (let pod = 0; pod < jobs; pod++) {
    const gpus = draw(4) === 0 ? 1 + draw(2) : 0;
    const gpuMilli = gpus === 1 ? 100 * (1 + draw(10)) : 1000 * gpus;
    const isPending = draw(9) === 0;
    const scheduled = created + draw(120);
    const deleted = (isPending ? created : scheduled) + skewed(draw, 5, 8);
    const qos = ['LS', 'BE', 'Burstable'][draw(3)] ?? 'BE';
    const phase = isPending ? 'Pending' : draw(20) === 0 ? 'Failed' : 'Succeeded';
    const size = [500 * (1 + draw(16)), 512 * (1 + draw(32)), gpus, gpuMilli, ''];
    const times = [created, deleted, isPending ? '' : scheduled];
    lines.push([`pod-${String(pod).padStart(4, '0')}`, ...size, qos, phase, ...times].join(','));
    created += draw(180);
  }
  return `${lines.join('\n')}\n`;
}

import { JOB_STATUSES, type JobStatus } from '@/lib/batch';

/** A state that a job entered, as its row keeps it. */
export interface LifeStep {
  status: JobStatus;
  attemptsEnded: number;
  /** Ms; null where nobody saw it. */
  at: number | null;
  seq: number;
}

/** The three numbers of each step, for `job.life`, as the text of an array. */
export function packLife(steps: readonly LifeStep[]): string {
  const numbers: string[] = [];
  for (const { status, attemptsEnded, at, seq } of steps) {
    numbers.push(`${attemptsEnded * 8 + JOB_STATUSES.indexOf(status)},${seq},${at ?? 'NULL'}`);
  }
  return `{${numbers.join(',')}}`;
}

/** The steps that a row's `life` holds, in order. */
export function lifeOf(packed: readonly (bigint | string | null)[] | null): LifeStep[] {
  const steps: LifeStep[] = [];
  for (let place = 0; packed !== null && place + 2 < packed.length; place += 3) {
    const [code, seq, at] = [Number(packed[place]), Number(packed[place + 1]), packed[place + 2]];
    steps.push({
      status: JOB_STATUSES[code & 7] ?? 'SUBMITTED',
      attemptsEnded: code >> 3,
      at: at === null || at === undefined ? null : Number(at),
      seq,
    });
  }
  return steps;
}

const TASK_ARN = /^arn:aws:ecs:[a-z0-9-]+:\d{12}:task\//;
/** On Amazon EKS an attempt has a pod, by its name, and no task. */
const POD = 'aws-batch.';
const TASK_ID = /[0-9a-f]{32}$/;

/** What an attempt's row keeps of its task's ARN. What it once gave stays as it is. */
export function packTask(taskArn: string): string {
  return taskArn.replace(TASK_ARN, '');
}

/** The ARN of a task, or the name of a pod, as a row keeps it. */
export function taskArnOf(task: string, place: { region: string; account: string }): string {
  return task.startsWith('arn:') || task.startsWith(POD)
    ? task
    : `arn:aws:ecs:${place.region}:${place.account}:task/${task}`;
}

/** What an attempt's row keeps of a log stream's name: without the task's id where it ends in that. */
export function packLogStream(logStream: string, task: string): string {
  const id = TASK_ID.exec(task)?.[0];
  return id !== undefined && logStream.endsWith(`/${id}`) ? logStream.slice(0, -id.length) : logStream;
}

/** The log stream's name of a row. */
export function logStreamOf(packed: string, task: string): string {
  return packed.endsWith('/') ? packed + (TASK_ID.exec(task)?.[0] ?? '') : packed;
}

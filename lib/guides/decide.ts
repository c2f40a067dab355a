import { type Guide, type GuideState, STEPS_BACK, STEPS_OF, type StepKey } from './contract';

/** A queue as AWS tells of it: the names of its environments in order. */
export interface SeenQueue {
  name: string;
  status: string;
  environments: string[];
}

/** What is to be deleted, as AWS tells of it, and what stands in its way. Looked at anew before each step. */
export interface World {
  /** Null when it is gone. */
  target: { state: string; status: string; statusReason: string | null } | null;
  /** All queues that use the environment or did when the guide began. */
  queues: SeenQueue[];
  jobs: { waiting: number; running: number; toCancel: string[]; toTerminate: string[] };
}

/** A call to AWS. */
export type GuideStepCall =
  | { operation: 'UpdateJobQueue'; queue: string; environments: string[] }
  | { operation: 'UpdateJobQueue' | 'UpdateComputeEnvironment'; state: 'ENABLED' | 'DISABLED' }
  | { operation: 'CancelJobs' | 'TerminateJobs'; ids: string[] }
  | { operation: 'DeleteJobQueue' | 'DeleteComputeEnvironment' };

/** What to do next. */
export type Move =
  | { kind: 'call'; step: StepKey; call: GuideStepCall }
  | { kind: 'wait'; step: StepKey; note: string }
  /** Nothing moves until a person does something. */
  | { kind: 'stuck'; step: StepKey; why: string }
  | { kind: 'end'; state: Extract<GuideState, 'done' | 'put-back'> };

/** Jobs one bulk call takes at most. Source: SDK, TerminateJobs. */
const MOST_JOBS_A_CALL = 50;
/** Environments a queue takes at most. Source: SDK, CreateJobQueue. */
const MOST_ENVIRONMENTS = 3;
const MOVING = new Set(['CREATING', 'UPDATING']);

type Decided = Pick<Guide, 'kind' | 'name' | 'jobs' | 'before' | 'replacements' | 'state'>;

/**
 * The next move of a guided delete, from what AWS shows now and nothing else: whatever was sent before, and whether its
 * answer came, is seen in the world. So it may be stopped between any two moves and taken up again.
 */
export function nextMove(guide: Decided, world: World): Move {
  const { target } = world;
  if (target === null) return { kind: 'end', state: 'done' };
  if (target.status === 'DELETING') {
    return { kind: 'wait', step: 'delete', note: notes('AWS deletes it', target.statusReason) };
  }
  return guide.state === 'putting-back' ? moveBack(guide, world, target) : moveOn(guide, world, target);
}

function moveOn(guide: Decided, world: World, target: NonNullable<World['target']>): Move {
  const detaching = guide.kind === 'environment' ? detachMove(guide, world) : null;
  if (detaching !== null) return detaching;
  if (MOVING.has(target.status)) return { kind: 'wait', step: 'disable', note: `AWS settles it: ${target.status}` };
  if (target.state !== 'DISABLED') {
    return { kind: 'call', step: 'disable', call: { operation: updateOf(guide), state: 'DISABLED' } };
  }
  return jobsMove(guide, world) ?? { kind: 'call', step: 'delete', call: { operation: deleteOf(guide) } };
}

function detachMove(guide: Decided, world: World): Move | null {
  for (const queue of world.queues) {
    if (!queue.environments.includes(guide.name)) continue;
    if (queue.status === 'DELETING') return { kind: 'wait', step: 'detach', note: `${queue.name} is being deleted` };
    if (MOVING.has(queue.status)) return { kind: 'wait', step: 'detach', note: `AWS settles ${queue.name}` };
    const environments = withoutIt(guide, queue);
    if (environments.length === 0) {
      const why = `${queue.name} has no other environment: give it one, or delete that queue first.`;
      return { kind: 'stuck', step: 'detach', why };
    }
    return { kind: 'call', step: 'detach', call: { operation: 'UpdateJobQueue', queue: queue.name, environments } };
  }
  const unsettled = world.queues.find(
    ({ name, status }) => MOVING.has(status) && guide.before.queues.some((one) => one.name === name),
  );
  return unsettled === undefined ? null : { kind: 'wait', step: 'detach', note: `AWS settles ${unsettled.name}` };
}

function withoutIt(guide: Decided, queue: SeenQueue): string[] {
  const left = queue.environments.filter((name) => name !== guide.name);
  const replacement = guide.replacements[queue.name];
  return left.length === 0 && replacement !== undefined ? [replacement] : left;
}

function jobsMove({ jobs: plan }: Decided, { jobs }: World): Move | null {
  if (jobs.waiting + jobs.running === 0) return null;
  const step = 'jobs';
  if (plan === 'terminate' && jobs.toTerminate.length > 0) {
    return {
      kind: 'call',
      step,
      call: { operation: 'TerminateJobs', ids: jobs.toTerminate.slice(0, MOST_JOBS_A_CALL) },
    };
  }
  if (plan === 'cancel' && jobs.toCancel.length > 0) {
    return { kind: 'call', step, call: { operation: 'CancelJobs', ids: jobs.toCancel.slice(0, MOST_JOBS_A_CALL) } };
  }
  return { kind: 'wait', step, note: plan === 'terminate' ? 'Batch ends the jobs' : 'Jobs come to their end' };
}

function moveBack(guide: Decided, world: World, target: NonNullable<World['target']>): Move {
  const wanted = guide.before.state === 'DISABLED' ? 'DISABLED' : 'ENABLED';
  if (MOVING.has(target.status)) return { kind: 'wait', step: 'enable', note: `AWS settles it: ${target.status}` };
  if (target.state !== wanted) {
    return { kind: 'call', step: 'enable', call: { operation: updateOf(guide), state: wanted } };
  }
  for (const { name, environments } of guide.kind === 'environment' ? guide.before.queues : []) {
    const queue = world.queues.find((one) => one.name === name);
    if (queue === undefined || queue.status === 'DELETING' || queue.environments.includes(guide.name)) continue;
    if (MOVING.has(queue.status)) return { kind: 'wait', step: 'attach', note: `AWS settles ${name}` };
    const restored = putBackInto(guide, queue, environments);
    if (restored === null) {
      return { kind: 'stuck', step: 'attach', why: `${name} has ${MOST_ENVIRONMENTS} other environments by now.` };
    }
    return {
      kind: 'call',
      step: 'attach',
      call: { operation: 'UpdateJobQueue', queue: name, environments: restored },
    };
  }
  return { kind: 'end', state: 'put-back' };
}

/** The order it was taken from where nobody changed that meanwhile; else its old place among those there are now. */
function putBackInto(guide: Decided, queue: SeenQueue, before: readonly string[]): string[] | null {
  const taken = withoutIt(guide, { ...queue, environments: [...before] });
  if (taken.join('\n') === queue.environments.join('\n')) return [...before];
  if (queue.environments.length >= MOST_ENVIRONMENTS) return null;
  return queue.environments.toSpliced(before.indexOf(guide.name), 0, guide.name);
}

const updateOf = ({ kind }: Decided) => (kind === 'queue' ? 'UpdateJobQueue' : 'UpdateComputeEnvironment');
const deleteOf = ({ kind }: Decided) => (kind === 'queue' ? 'DeleteJobQueue' : 'DeleteComputeEnvironment');
const notes = (words: string, reason: string | null) => (reason === null ? words : `${words}: ${reason}`);

/** The steps of a guide in order: the way on, and while it is put back the way back. */
export function stepsOf({ kind, state }: Pick<Guide, 'kind' | 'state'>): readonly StepKey[] {
  return state === 'putting-back' || state === 'put-back' ? STEPS_BACK[kind] : STEPS_OF[kind];
}

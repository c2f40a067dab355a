import type { GuideKind, GuideView, OpenGuide, StepKey } from '@/lib/guides';
import { formatCount, formatNumber } from '../format/number';

/** The state of one step: behind, at hand, or ahead. */
export type StepState = 'done' | 'now' | 'ahead';

export function stepState({ steps, state }: Pick<GuideView, 'steps' | 'state'>, key: StepKey): StepState {
  const times = steps[key];
  if (times === undefined) return 'ahead';
  if (times.endedAt !== null || state === 'done' || state === 'put-back') return 'done';
  return 'now';
}

/** `12 jobs still run`, `3 wait, 12 run`, or null where none is left. */
export function jobsLeftWords({ waiting, running }: GuideView['jobsLeft']): string | null {
  if (waiting + running === 0) return null;
  if (waiting === 0) return `${formatCount(running, 'job')} still ${running === 1 ? 'runs' : 'run'}`;
  if (running === 0) return `${formatCount(waiting, 'job')} still ${waiting === 1 ? 'waits' : 'wait'}`;
  return `${formatCount(waiting, 'job')} still ${waiting === 1 ? 'waits' : 'wait'}, ${formatNumber(running)} ${running === 1 ? 'runs' : 'run'}`;
}

type Titled = Pick<GuideView, 'kind' | 'before' | 'jobsLeft' | 'steps' | 'state'>;

/** A step's title, in the tense of its state. */
export function stepTitle(guide: Titled, key: StepKey): string {
  const state = stepState(guide, key);
  const queues = formatCount(guide.before.queues.length, 'queue');
  switch (key) {
    case 'detach':
      if (guide.before.queues.length === 0) return 'No queue uses it';
      return state === 'done' ? `Taken out of ${queues}` : `Take it out of ${queues}`;
    case 'disable':
      return state === 'done' ? 'Disabled' : 'Disable it';
    case 'jobs':
      if (state === 'now') return jobsLeftWords(guide.jobsLeft) ?? 'Its last jobs end';
      return state === 'done' ? 'No job is left' : 'Wait for its jobs';
    case 'delete':
      return state === 'done' ? 'Deleted' : 'Delete it';
    case 'enable':
      if (guide.before.state === 'DISABLED') return 'It was disabled before, and stays so';
      return state === 'done' ? 'Enabled again' : 'Enable it again';
    case 'attach':
      return state === 'done' ? `Back in ${queues}` : `Put it back into ${queues}`;
  }
}

/** What a step does, beneath its title. */
export function stepText(
  guide: Pick<GuideView, 'kind' | 'name' | 'jobs' | 'before' | 'replacements'>,
  key: StepKey,
): string {
  const isQueue = guide.kind === 'queue';
  switch (key) {
    case 'detach':
      return detachText(guide);
    case 'disable':
      return isQueue
        ? 'Nothing can be submitted there any more.'
        : 'No job starts there any more; those that run go on.';
    case 'jobs':
      if (guide.jobs === 'terminate') return 'They are terminated, and end as FAILED.';
      if (guide.jobs === 'cancel') return 'Those that wait are cancelled; those that run come to their end.';
      return isQueue
        ? 'They come to their end. Deleted before that, AWS would terminate them.'
        : 'They come to their end. Deleted before that, AWS would end their instances, and the jobs with them.';
    case 'delete':
      return isQueue
        ? 'Status DELETING, then gone. Its jobs stay in history.'
        : 'Tried again while AWS still sees a queue on it. Status DELETING, then gone. Its page stays in history.';
    case 'enable':
      return 'As it was before.';
    case 'attach':
      return 'At its old place among their environments.';
  }
}

function detachText({ name, before, replacements }: Pick<GuideView, 'name' | 'before' | 'replacements'>): string {
  if (before.queues.length === 0) return 'There is nothing to take it out of.';
  return before.queues
    .map(({ name: queue, environments }) => {
      const others = environments.filter((one) => one !== name);
      if (others.length > 0) return `${queue} keeps ${others.join(' and ')}.`;
      const replacement = replacements[queue];
      return replacement === undefined ? `${queue} has no other.` : `${queue} has no other and gets ${replacement}.`;
    })
    .join(' ');
}

/** What the page of a guided delete answers first. */
export function deleteSentence(guide: GuideView): string {
  const { name, state, problem, note, jobsLeft } = guide;
  if (state === 'done') return `${name} is deleted.`;
  if (state === 'put-back') return `${name} is as it was.`;
  if (state === 'paused') return `Deleting ${name} is stopped.`;
  if (state === 'putting-back') return `Putting ${name} back${problem === null ? '' : ' is held up'}.`;
  const left = stepState(guide, 'jobs') === 'now' ? jobsLeftWords(jobsLeft) : null;
  if (problem !== null) return `Deleting ${name} is held up: ${problem.message}`;
  return `Deleting ${name}: ${left ?? lowered(note ?? 'it goes on')}.`;
}

const lowered = (text: string) => (/^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

/** One line about a guide that is not over. */
export function openWords({ state, step, steps, note, problem }: OpenGuide): string {
  const place = `step ${step} of ${steps}`;
  if (state === 'paused') return `its delete is stopped at ${place}`;
  const doing = state === 'putting-back' ? 'is being put back' : 'is being deleted';
  const what = problem?.message ?? note;
  return `${doing}, ${place}${what === null || what === undefined ? '' : `: ${lowered(what)}`}`;
}

/** The choices for the jobs of what is to go, in words. */
export const PLAN_WORDS: Readonly<Record<GuideView['jobs'], string>> = {
  wait: 'Let them come to their end',
  cancel: 'Cancel those that wait, let the others end',
  terminate: 'Terminate them all',
};

/** The plans that a kind has: only a queue has jobs that wait. */
export function plansOf(kind: GuideKind): readonly GuideView['jobs'][] {
  return kind === 'queue' ? ['wait', 'cancel', 'terminate'] : ['wait', 'terminate'];
}

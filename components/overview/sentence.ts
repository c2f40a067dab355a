import type { WaitingCause } from '@/lib/batch';
import type { Overview } from '@/lib/history';
import { formatCount, formatNumber, formatPercent } from '../format/number';
import { groupReasons } from '../reasons/reason-words';

/** A piece of a page's sentence; what waits is in its colour. */
interface SentencePart {
  text: string;
  tone?: 'waits';
}

export interface PageAnswer {
  first: SentencePart[];
  second: string;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;
const inWords = (count: number) => NUMBERS[count] ?? formatNumber(count);

function causePhrase(cause: WaitingCause, places: number): string {
  switch (cause) {
    case 'dependency':
      return 'another job that must end first';
    case 'not-accepting':
      return 'a queue or environment that is disabled or invalid';
    case 'fits-no-type':
      return 'that they fit no instance type';
    case 'exceeds-maximum':
      return 'that they need more than any environment may have';
    case 'exceeds-quota-share':
      return 'that they need more than their quota share may have';
    case 'quota-share':
      return 'a quota share that is at its limit';
    case 'share':
      return 'a share that is over its weight';
    case 'consumable':
      return 'a resource that is used up';
    case 'at-maximum':
      return places > 1 ? `${inWords(places)} environments at their maximum` : 'one environment at its maximum';
    case 'no-capacity':
      return 'that no capacity is given';
    case 'no-instances':
      return 'an unmanaged environment that no instance has joined';
    case 'starting-capacity':
      return 'instances that are still starting';
    case 'not-joining':
      return 'instances that start and never join';
    case 'behind-blocked':
      return places > 1
        ? `${inWords(places)} queues whose first job is blocked`
        : 'one queue whose first job is blocked';
    case 'is-next':
      return 'only that they are next';
    case 'unknown':
      return 'not known yet';
  }
}

/** The cause most jobs wait for, over all environments and queues it is seen at. */
function mainCause(overview: Overview): { cause: WaitingCause; count: number; places: number } | null {
  const causes = new Map<WaitingCause, { cause: WaitingCause; count: number; places: number }>();
  for (const group of groupReasons(overview.reasons)) {
    const sum = causes.get(group.cause) ?? { cause: group.cause, count: 0, places: 0 };
    causes.set(group.cause, { ...sum, count: sum.count + group.count, places: sum.places + 1 });
  }
  return [...causes.values()].sort((a, b) => b.count - a.count)[0] ?? null;
}

/** Queues that a person should look at, in words: blocked ones, and those that get no capacity. */
function troubles(overview: Overview): string[] {
  const blocked = new Set<string>();
  const starved = new Set<string>();
  for (const { queue, cause, count } of overview.reasons) {
    if (count <= 0) continue;
    if (cause === 'behind-blocked') blocked.add(queue);
    if (cause === 'no-capacity') starved.add(queue);
  }
  const some = (names: ReadonlySet<string>, one: string, many: string) => {
    const list = [...names];
    if (list.length === 0) return [];
    return [
      list.length > 2 ? `${inWords(list.length)} queues ${many}` : list.map((name) => `${name} ${one}`).join(', '),
    ];
  };
  return [...some(blocked, 'is blocked', 'are blocked'), ...some(starved, 'gets no capacity', 'get no capacity')];
}

/** What the Overview answers first: how many wait and why; then who is stuck and what moves. Pure. */
export function overviewSentence(overview: Overview): PageAnswer {
  const { waiting, running, endedLastHour } = overview;
  const ended = `${formatNumber(endedLastHour)} ended in the last hour`;
  if (waiting === 0) {
    if (running > 0)
      return {
        first: [{ text: `${formatCount(running, 'job')} ${running === 1 ? 'runs' : 'run'} and none wait.` }],
        second: sentenceCase(`${ended}.`),
      };
    if (overview.queues.length === 0) {
      return {
        first: [{ text: 'No job queue is here yet.' }],
        second: 'A queue holds jobs until an environment can run them.',
      };
    }
    return { first: [{ text: 'No job waits or runs.' }], second: sentenceCase(`${ended}.`) };
  }
  const head = `${formatCount(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}.`;
  const main = mainCause(overview);
  const stuck = troubles(overview);
  const moves = `${stuck.length > 0 ? 'Everything else moves: ' : ''}${formatNumber(running)} ${running === 1 ? 'runs' : 'run'}, ${ended}.`;
  const second = stuck.length > 0 ? `${sentenceCase(stuck.join(', '))}. ${moves}` : sentenceCase(moves);
  if (main === null || main.cause === 'unknown') return { first: [{ text: head }], second };
  if (waiting === 1) return { first: [{ text: `${head} The reason is ${onePhrase(main.cause)}.` }], second };
  const share = formatPercent(Math.min(main.count, waiting), waiting);
  const all = main.count >= waiting;
  return {
    first: [
      { text: `${head} For ` },
      { text: all ? 'all of them' : share, tone: 'waits' },
      { text: ` the reason is ${causePhrase(main.cause, main.places)}.` },
    ],
    second,
  };
}

function onePhrase(cause: WaitingCause): string {
  return causePhrase(cause, 1)
    .replace('they fit', 'it fits')
    .replace('they need', 'it needs')
    .replace('they are', 'it is');
}

/** Names keep their spelling: only a word that opens the sentence and is none of them is capitalised. */
function sentenceCase(text: string): string {
  return /^(no|one|two|three|four|five|six|seven|eight|nine) /.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}

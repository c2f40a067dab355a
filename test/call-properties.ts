import fc from 'fast-check';
import type { Change } from '@/lib/batch';
import { OPERATIONS_OF_API } from '@/lib/protocol';
import { type Input, restoreSimulator, type Simulator } from '@/lib/simulator';
import { answerOf, fullAccount, goodCalls, send } from './full-account';
import { type RandomCall, randomCall } from './random-requests';

const READS = /^(Describe|List|Get)/;
const text = new TextDecoder();

/** What random calls covered. */
export interface CallsCovered {
  calls: number;
  refused: number;
  /** Operations that were accepted, and those that were refused, at least once. */
  accepted: Set<string>;
  refusedOperations: Set<string>;
}

/** A property that did not hold, in one sentence. */
export class BrokenProperty extends Error {
  override readonly name = 'BrokenProperty';
}

function hold(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new BrokenProperty(sentence);
}

interface Run {
  answers: string[];
  changes: string[];
  log: Input[];
  hash: string;
}

const emptyRun = (): Run => ({ answers: [], changes: [], log: [], hash: '' });

/** A refusal may bring out events that were due in the call's instant anyway; beyond those it leaves nothing. */
function isUntouched(before: Simulator, after: Simulator): boolean {
  if (after.stateHash() === before.stateHash()) return true;
  const instant = before.now() + 1;
  const other = after.fork();
  before.advance(instant);
  other.advance(instant);
  return other.stateHash() === before.stateHash();
}

function checkAnswer(call: RandomCall, before: Simulator, simulator: Simulator, covered: CallsCovered): string {
  const { name, body } = call;
  const response = send(simulator, name, body);
  const told = `${response.status} ${text.decode(response.body)}`;
  const isRead = READS.test(name);
  covered.calls++;
  if (response.status === 200) {
    covered.accepted.add(name);
    hold((response.input === undefined) === isRead, `${name} ${isRead ? 'is a read and logged' : 'is not logged'}`);
  } else {
    covered.refused++;
    covered.refusedOperations.add(name);
    const { message } = answerOf(response);
    const isClients = response.status === 400 && response.headers['x-amzn-errortype'] === 'ClientException';
    hold(
      isClients && typeof message === 'string' && message !== '',
      `${name} is refused by no message of AWS: ${told}`,
    );
    hold(response.input === undefined, `${name} is refused and logged`);
  }
  if (response.input !== undefined) return told;
  if (isRead) hold(simulator.stateHash() === before.stateHash(), `${name} is a read and changed the state`);
  else hold(isUntouched(before, simulator), `${name} was refused and changed the state: ${told}`);
  const again = send(simulator, name, body);
  hold(`${again.status} ${text.decode(again.body)}` === told, `${name} is answered otherwise the second time`);
  return told;
}

function listen(simulator: Simulator, changes: string[]): Simulator {
  simulator.onChanges((change: Change) => changes.push(JSON.stringify(change)));
  return simulator;
}

/** Every call with its checks; gives what a run of the same must give. */
function checkedRun(account: Simulator, calls: readonly RandomCall[], end: number, covered: CallsCovered): Run {
  const run = emptyRun();
  const simulator = listen(account.fork(), run.changes);
  for (const call of calls) {
    run.answers.push(checkAnswer(call, simulator.fork(), simulator, covered));
    simulator.advance(simulator.now() + call.wait);
  }
  simulator.advance(end);
  return { ...run, hash: simulator.stateHash() };
}

/** The same calls without checks, through a snapshot before call number `restoreAt`. */
function plainRun(account: Simulator, calls: readonly RandomCall[], end: number, restoreAt: number): Run {
  const run = emptyRun();
  let simulator = listen(account.fork(), run.changes);
  for (const [number, { name, body, wait }] of calls.entries()) {
    if (number === restoreAt) simulator = listen(restoreSimulator(simulator.snapshot()), run.changes);
    const response = send(simulator, name, body);
    run.answers.push(`${response.status} ${text.decode(response.body)}`);
    if (response.input !== undefined) run.log.push(response.input);
    simulator.advance(simulator.now() + wait);
  }
  simulator.advance(end);
  return { ...run, hash: simulator.stateHash() };
}

/** The log alone, each input at its moment. */
function replay(account: Simulator, log: readonly Input[], end: number): Run {
  const run = emptyRun();
  const simulator = listen(account.fork(), run.changes);
  for (const input of log) hold(simulator.apply(input).ok, `the log's ${input.kind} is refused in a replay`);
  simulator.advance(end);
  return { ...run, hash: simulator.stateHash() };
}

function checkCalls(account: Simulator, calls: readonly RandomCall[], restoreAt: number, covered: CallsCovered): void {
  const end = calls.reduce((at, { wait }) => at + wait, account.now()) + 60_000;
  const checked = checkedRun(account, calls, end, covered);
  const plain = plainRun(account, calls, end, restoreAt);
  const differs = checked.answers.findIndex((answer, at) => answer !== plain.answers[at]);
  hold(differs < 0, `call ${differs} is answered otherwise in a run through a snapshot`);
  for (const [how, run] of [
    ['a run through a snapshot', plain],
    ['a replay of the log', replay(account, plain.log, end)],
  ] as const) {
    hold(run.hash === checked.hash, `${how} ends in another state`);
    hold(run.changes.join() === checked.changes.join(), `${how} tells other changes`);
  }
}

/**
 * Random calls of all operations in an account that has something of every kind. What must hold: only AWS's refusals, each
 * with a message; a refused call and a read change nothing and are answered the same twice; a snapshot in the middle does
 * not show; the log alone gives the same state and changes. Throws at the first breach, with the least calls that show it
 * and the seed.
 */
export function checkRandomCalls(seed: number, runs: number): CallsCovered {
  const { simulator, jobIds } = fullAccount();
  const covered: CallsCovered = { calls: 0, refused: 0, accepted: new Set(), refusedOperations: new Set() };
  const calls = fc.array(randomCall(goodCalls(jobIds), jobIds), { minLength: 3, maxLength: 16, size: 'max' });
  fc.assert(
    fc.property(calls, fc.nat({ max: 8 }), (list, restoreAt) => {
      checkCalls(simulator, list, restoreAt, covered);
    }),
    { numRuns: runs, seed },
  );
  return covered;
}

/** Every operation by a good call, which must be accepted. */
export function refusedGoodCalls(): string[] {
  const { simulator, jobIds } = fullAccount();
  const good = goodCalls(jobIds);
  return [...OPERATIONS_OF_API.keys()].flatMap((name) => {
    const response = send(simulator.fork(), name, JSON.stringify(good[name] ?? {}));
    return response.status === 200 ? [] : [`${name}: ${String(answerOf(response).message)}`];
  });
}

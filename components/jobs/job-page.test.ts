import { describe, expect, it } from 'vitest';
import { WAITING_CAUSES } from '@/lib/batch';
import type { AttemptRow, JobPage, NodeRow } from '@/lib/history';
import { layoutGantt, layoutNodes } from './gantt-layout';
import { jobAnswer } from './job-sentence';
import { jobRow } from './jobs-in-tests';
import { cutAtMatches, pagesOf, severityOf, shownLine } from './log-text';
import { checksFor, waitedInAll, waitingSpells } from './why-checks';

const MIN = 60_000;
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;

function attempt(given: Partial<AttemptRow>): AttemptRow {
  return {
    n: 1,
    environment: 'spot',
    purchase: 'SPOT',
    instanceId: 'i-1',
    instanceType: 'c7i.large',
    zone: 'a',
    taskArn: 'arn',
    placedAt: 0,
    startedAt: null,
    stoppedAt: null,
    exitCode: null,
    reason: null,
    statusReason: null,
    logStream: null,
    interrupted: false,
    charge: null,
    ...given,
  };
}

function page(given: Partial<JobPage>): JobPage {
  return {
    job: jobRow({ createdAt: 0, startedAt: null }),
    arn: 'arn',
    transitions: [],
    attempts: [],
    nodes: [],
    notes: [],
    wait: null,
    dependsOn: [],
    dependents: [],
    again: { as: null, of: null },
    detail: {},
    masked: [],
    ...given,
  };
}

const paid = (nano: string, lost: boolean) => ({
  paidNanoUsd: nano,
  onDemandNanoUsd: nano,
  lost,
  provisional: false,
  nanoUsdPerHour: null,
});

describe('what a job answers first', () => {
  it('waits, and why', () => {
    const job = jobRow({ status: 'RUNNABLE', createdAt: 0, startedAt: null, attempts: 0 });
    const wait = { cause: 'fits-no-type' as const, evidence: {}, since: 0, sameReason: 3 };
    expect(plain(jobAnswer(page({ job, wait }), 38 * MIN).text)).toBe(
      'Waits 38 min and will never start as it is: fits no instance type.',
    );
    const next = { ...wait, cause: 'is-next' as const };
    expect(plain(jobAnswer(page({ job, wait: next }), MIN).text)).toBe('Waits 1 min; it is next.');
    expect(jobAnswer(page({ job }), MIN).text).toContain('not known yet');
  });
  it('waits for others', () => {
    const job = jobRow({ status: 'PENDING', createdAt: 0, startedAt: null, attempts: 0 });
    const dependsOn = [
      { id: 'a', name: 'a', status: 'SUCCEEDED' as const, type: null },
      { id: 'b', name: 'b', status: 'RUNNING' as const, type: null },
    ];
    expect(plain(jobAnswer(page({ job, dependsOn }), MIN).text)).toBe('Waits 1 min for 1 job to end first.');
  });
  it('runs, and what was lost before', () => {
    const attempts = [
      attempt({
        placedAt: 0,
        startedAt: MIN,
        stoppedAt: 11 * MIN,
        interrupted: true,
        charge: paid('2500000000', true),
      }),
      attempt({ n: 2, placedAt: 20 * MIN, startedAt: 21 * MIN }),
    ];
    const answer = jobAnswer(page({ job: jobRow({ createdAt: 0, attempts: 2 }), attempts }), 90 * MIN);
    expect(plain(answer.text)).toBe('Second attempt, running 1 h 9 min.');
    expect(plain(answer.lost)).toBe('1 interruption threw away 10 min and $2.50.');
  });
  it('ended, and how', () => {
    const attempts = [attempt({ placedAt: 0, startedAt: MIN, stoppedAt: 3 * MIN })];
    const done = jobRow({ status: 'SUCCEEDED', createdAt: 0, stoppedAt: 3 * MIN });
    expect(plain(jobAnswer(page({ job: done, attempts }), 9 * MIN).text)).toBe('Succeeded in 2 min.');
    const failed = jobRow({ status: 'FAILED', exitCode: 3, createdAt: 0, stoppedAt: 3 * MIN });
    expect(plain(jobAnswer(page({ job: failed, attempts }), 9 * MIN).text)).toBe('Failed: exit code 3 after 2 min.');
    const never = jobRow({ status: 'FAILED', isTerminated: true, createdAt: 0, startedAt: null, attempts: 0 });
    expect(jobAnswer(page({ job: never }), MIN).text).toBe('Failed: ended by a person, before it started.');
  });
  it('counts the children of an array', () => {
    const job = jobRow({
      createdAt: 0,
      status: 'PENDING',
      array: { size: 200, counts: { SUCCEEDED: 100, FAILED: 1, RUNNING: 99 }, shown: 'RUNNING' },
    });
    expect(plain(jobAnswer(page({ job }), 60 * MIN).text)).toBe('51 % done after 1 h: 100 succeeded, 1 failed of 200.');
  });
});

describe('the checks', () => {
  it.each(WAITING_CAUSES)('%s fails at most one of them, passes those before it and reaches none after', (cause) => {
    const states = checksFor(cause, 1).map((check) => check.state);
    const at = states.findIndex((state) => state === 'failed' || state === 'next');
    if (cause === 'unknown') expect(new Set(states)).toEqual(new Set(['unknown']));
    else {
      expect(at).toBeGreaterThanOrEqual(0);
      const tried = cause === 'behind-blocked' ? 2 : at;
      expect(states.slice(0, tried).every((state) => state === 'passed')).toBe(true);
      expect(states.slice(tried, at).every((state) => state === 'not-reached')).toBe(true);
      expect(states.slice(at + 1).every((state) => state === 'not-reached')).toBe(true);
    }
  });
});

describe('waiting and attempts', () => {
  const attempts = [
    attempt({ placedAt: 10, startedAt: 12, stoppedAt: 50, interrupted: true }),
    attempt({ n: 2, placedAt: 70, startedAt: 75 }),
  ];
  it('waits between attempts too', () => {
    const running = page({ job: jobRow({ createdAt: 0, attempts: 2 }), attempts });
    expect(waitingSpells(running, 100)).toEqual([
      { from: 0, to: 10, isOpen: false },
      { from: 50, to: 70, isOpen: false },
    ]);
    expect(waitedInAll(running, 100)).toBe(30);
    const again = page({ job: jobRow({ createdAt: 0, status: 'RUNNABLE' }), attempts: attempts.slice(0, 1) });
    expect(waitingSpells(again, 100).at(-1)).toEqual({ from: 50, to: 100, isOpen: true });
  });
  it('lays a lost attempt whole, and a running one up to now', () => {
    const gantt = layoutGantt(page({ job: jobRow({ createdAt: 0, attempts: 2 }), attempts }), 100);
    expect(gantt?.rows.map((row) => row.pieces.map((piece) => [piece.kind, piece.from, piece.to]))).toEqual([
      [
        ['waiting', 0, 10],
        ['waiting', 50, 70],
      ],
      [['lost', 10, 50]],
      [
        ['starting', 70, 75],
        ['running', 75, 100],
      ],
    ]);
    expect(gantt?.now).toBe(100);
    expect(layoutGantt(page({}), 0)).toBeNull();
  });
});

describe('a line of a log', () => {
  it('is shown without what a terminal would obey', () => {
    expect(shownLine('\u001b[31mred\u001b[0m \u001b]0;title\u0007end\n')).toBe('red end');
    expect(shownLine('a\u0000b\u0008\tc')).toBe('a␀b␈    c');
    expect(shownLine('x\u202egnp.exe')).toBe('x⟨U+202E⟩gnp.exe');
    expect(shownLine('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
    expect(shownLine('x'.repeat(30_000)).length).toBeLessThan(21_000);
  });
  it('has the gravity it names', () => {
    expect(severityOf('2026-01-01 ERROR rank 2')).toBe('ERROR');
    expect(severityOf('error: no such file')).toBe('ERROR');
    expect(severityOf('[WARNING] slow')).toBe('WARN');
    expect(severityOf('no errors were found')).toBeNull();
  });
  it('is cut at its matches', () => {
    expect(cutAtMatches('Loss and loss', 'loss').map(({ text, isMatch }) => [text, isMatch])).toEqual([
      ['Loss', true],
      [' and ', false],
      ['loss', true],
    ]);
    expect(cutAtMatches('', 'x')).toHaveLength(1);
  });
  it('stands on a page', () => {
    expect(pagesOf(0, 40, 0)).toEqual([0]);
    expect(pagesOf(990, 1010, 5000)).toEqual([0, 1]);
    expect(pagesOf(4990, 9999, 5000)).toEqual([4]);
  });
  it('lays nodes with the main one first, each from its start to its end or now', () => {
    const node = (index: number, given: Partial<NodeRow>): NodeRow => ({
      id: `a#${index}`,
      index,
      isMain: index === 1,
      status: 'RUNNING',
      hasEnded: false,
      milliVcpus: 1000,
      memoryMib: 512,
      gpus: 0,
      environment: null,
      instanceId: null,
      instanceType: null,
      zone: null,
      startedAt: 20,
      stoppedAt: null,
      exitCode: null,
      statusReason: null,
      costNanoUsd: '7',
      ...given,
    });
    const nodes = [node(0, { stoppedAt: 60, exitCode: 3 }), node(1, {}), node(2, { startedAt: null })];
    const gantt = layoutNodes(page({ job: jobRow({ createdAt: 0, status: 'RUNNING' }), nodes }), 100);
    expect(
      gantt?.rows.map(({ label, pieces }) => [label, ...pieces.map((one) => [one.kind, one.from, one.to])]),
    ).toEqual([['Node 1, main', ['running', 20, 100]], ['Node 0', ['failed', 20, 60]], ['Node 2']]);
    expect(gantt?.now).toBe(100);
    expect(layoutNodes(page({}), 100)).toBeNull();
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Portal } from '@/e2e/portal';
import { type Database, freePort, openDatabase } from '@/lib/db';
import { signedHeaders } from '@/test/signed-request';
import type { BenchRow } from './table';

const KEY = { id: 'AKIDBENCH', secret: 'a-secret-of-the-bench' };
const CONNECTIONS = [1, 8, 32];
const SUBMITS = 1500;
const READS = 600;
const LISTED = 100;
const GOAL = 0.5;

const WORLD: readonly [string, object][] = [
  [
    'createcomputeenvironment',
    {
      computeEnvironmentName: 'fleet',
      type: 'MANAGED',
      computeResources: {
        ...{ type: 'EC2', minvCpus: 0, maxvCpus: 4, instanceTypes: ['c5.large'], instanceRole: 'r' },
        ...{ subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
      },
    },
  ],
  [
    'createjobqueue',
    { jobQueueName: 'main', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }] },
  ],
  [
    'registerjobdefinition',
    { jobDefinitionName: 'work', type: 'container', containerProperties: { image: 'i', vcpus: 1, memory: 64 } },
  ],
];

interface Prepared {
  path: string;
  body: string;
  headers: Record<string, string>;
}

interface Target {
  port: number;
}

let serial = 0;

function prepared({ port }: Target, operation: string, input: object): Prepared {
  const path = `/v1/${operation}`;
  const body = JSON.stringify(input);
  const scope = { at: performance.timeOrigin + performance.now(), host: `127.0.0.1:${port}` };
  return { path, body, headers: signedHeaders({ path, body }, KEY, scope) };
}

function send({ port }: Target, { path, body, headers }: Prepared, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ agent, host: '127.0.0.1', port, method: 'POST', path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${path} was answered with ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Answers a second over so many connections, each of which asks again as soon as it is answered; signed beforehand. */
async function rate(target: Target, requests: readonly Prepared[], connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let at = 0;
  const began = performance.now();
  const client = async () => {
    for (let one = requests[at++]; one !== undefined; one = requests[at++]) await send(target, one, agent);
  };
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return requests.length / seconds;
}

function submits(target: Target, count: number): Prepared[] {
  return Array.from({ length: count }, () =>
    prepared(target, 'submitjob', { jobName: `bench-${serial++}`, jobQueue: 'main', jobDefinition: 'work' }),
  );
}

async function submitRows(product: Target, bare: Target): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const connections of CONNECTIONS) {
    const count = connections === 1 ? SUBMITS / 3 : SUBMITS;
    for (const target of [product, bare]) await rate(target, submits(target, 200), connections);
    const own = await rate(product, submits(product, count), connections);
    const base = await rate(bare, submits(bare, count), connections);
    const against = 'a bare listener: same signature, same row by group commit';
    rows.push(rowOf(`SubmitJob, ${connections} connections`, own, base, against, `${count} submits each way`));
  }
  return rows;
}

async function readRows(product: Target, bare: Target): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const agent = new Agent();
  const listing = prepared(product, 'listjobs', { jobQueue: 'main', jobStatus: 'SUBMITTED', maxResults: LISTED });
  const listed = await send(product, listing, agent);
  const jobs = [...listed.matchAll(/"jobId":"([^"]+)"/g)].map(([, id = '']) => id);
  if (jobs.length !== LISTED) throw new Error(`${jobs.length} jobs were listed, not ${LISTED}: nothing was measured.`);
  const described = prepared(product, 'describejobs', { jobs });
  for (const [name, one] of [
    ['ListJobs', listing],
    ['DescribeJobs', described],
  ] as const) {
    const answer = await send(product, one, agent);
    await fetch(`http://127.0.0.1:${bare.port}/list`, { method: 'PUT', body: answer });
    const input: object = JSON.parse(one.body);
    const all = (target: Target, count: number) =>
      Array.from({ length: count }, () => prepared(target, one.path.slice('/v1/'.length), input));
    for (const target of [product, bare]) await rate(target, all(target, 100), 8);
    const own = await rate(product, all(product, READS), 8);
    const base = await rate(bare, all(bare, READS), 8);
    const against = 'a bare listener: same signature, one worker round trip, the same answer serialised';
    rows.push(rowOf(`${name} of ${LISTED}`, own, base, against, `${READS} calls each way, 8 connections`));
  }
  agent.destroy();
  return rows;
}

function rowOf(name: string, product: number, baseline: number, against: string, note: string): BenchRow {
  const ratio = product / baseline;
  return { name, product, baseline, unit: '/s', ratio, goal: `>= ${GOAL}×`, met: ratio >= GOAL, against, note };
}

async function bareListener(url: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['scripts/bench/bare-endpoint.mjs', url, KEY.id, KEY.secret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first]: unknown[] = await once(child.stdout, 'data');
  return { child, port: Number(String(first).trim()) };
}

/** Signed calls over HTTP on the built portal's endpoint, against a bare listener in a process of its own beside it. */
export async function endpointRows(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-bench-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  let database: Database | null = null;
  let bare: Awaited<ReturnType<typeof bareListener>> | null = null;
  // A clock that almost stands: what is submitted stays SUBMITTED.
  const portal = await Portal.withAdministrator({
    ...{ AWS_ENDPOINT_PORT: String(port), BATCHDECK_SCENARIO: 'empty', BATCHDECK_SPEED: '0.000001' },
    ...{ BATCHDECK_ACCESS_KEY_ID: KEY.id, BATCHDECK_SECRET_ACCESS_KEY: KEY.secret },
  });
  try {
    database = await openDatabase({ dataFolder: folder });
    bare = await bareListener(database.ownerUrl);
    const product = { port };
    const agent = new Agent();
    const authorization = `Basic ${Buffer.from(`${KEY.id}:${KEY.secret}`).toString('base64')}`;
    for (const [operation, input] of WORLD) {
      await send(product, prepared(product, operation, input), agent);
      const clock = `http://127.0.0.1:${port}/simulator/clock`;
      await fetch(clock, { method: 'POST', headers: { authorization }, body: '{"advanceBy":"PT1M"}' });
    }
    agent.destroy();
    return [...(await submitRows(product, bare)), ...(await readRows(product, bare))];
  } finally {
    bare?.child.kill();
    await portal.dispose();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

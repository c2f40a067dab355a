import { join } from 'node:path';
import { z } from 'zod';
import { readRuleOf } from '@/app/api/read/define-read';
import { EVERYTHING, ensureAdministrator, openSession, type Role, ruleOf, type ScopeRule } from '@/lib/access';
import { batchArn, type ResourceKind } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { ROOT } from './actions-in-tests';

const T0 = Date.UTC(2026, 0, 5, 8);
const place = { region: 'us-east-1', account: '123456789012' };

/** The scope of who sees `mine` of the connection `seen`, and nothing else. */
export const NARROW: ScopeRule = { connections: [{ id: 1, queues: ['mine'] }] };

/** What an action answers, as far as tests look. */
export const actionAnswer = z.object({
  ok: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** What the mocks of a test file stand on: whose session a request carries, and the runtime. */
interface MockedRequest {
  token: string;
  runtime: unknown;
}

/** Two connections with a queue, environment, policy, definition and job of `mine` and of `foreign`, and a driver that notes. */
export class TestWorld {
  /** What reached a driver since it was emptied. */
  readonly sent: string[] = [];
  private seq = 0;

  private constructor(
    readonly db: TestDatabase,
    private readonly request: MockedRequest,
  ) {}

  static async open(request: MockedRequest): Promise<TestWorld> {
    const world = new TestWorld(await testDatabase(), request);
    await world.seed();
    return world;
  }

  private async seed(): Promise<void> {
    const { prisma, pool } = this.db;
    this.request.runtime = {
      prisma,
      pool,
      clock: () => T0,
      version: 'test',
      database: { kind: 'embedded' },
      live: { isListening: () => true },
      connections: new Map([
        ['seen', this.connection(1, 'seen')],
        ['elsewhere', this.connection(2, 'elsewhere')],
      ]),
    };
    for (const [id, slug] of [
      [1, 'seen'],
      [2, 'elsewhere'],
    ] as const) {
      await prisma.connection.create({
        data: { id, slug, name: slug, kind: 'simulated', ...place, createdAt: new Date(T0) },
      });
      await pool.query(`INSERT INTO recorder_cursor VALUES ($1, 1, 9, to_timestamp($2), now())`, [id, T0 / 1000]);
      await this.seedConnection(id);
    }
    await ensureAdministrator(prisma, T0, { email: 'root@example.com', password: 'correct horse battery' });
  }

  private connection(id: number, slug: string) {
    const driver = new Proxy(
      { kind: 'simulated' },
      {
        get: (target, member) => {
          if (member === 'kind') return target.kind;
          if (member === 'batchAs') return () => this.client();
          this.sent.push(String(member));
          return undefined;
        },
      },
    );
    const recorded = () => ({ seq: 1, upTo: T0, recordedAt: T0, error: null });
    return {
      id,
      slug,
      name: slug,
      kind: 'simulated',
      ...place,
      epoch: 1,
      driver,
      recorded,
      caughtUp: async () => true,
    };
  }

  /** A client that is none: it notes what it was to send, and fails. */
  private client() {
    const send = async (command: object) => {
      this.sent.push(command.constructor.name);
      throw new Error('This driver sends nothing.');
    };
    return { send };
  }

  private async version(
    connectionId: number,
    kind: Exclude<ResourceKind, 'quota-share'>,
    name: string,
    document: object,
  ): Promise<void> {
    this.seq += 1;
    const arn = batchArn(place, kind, name);
    const seq = BigInt(this.seq);
    await this.db.prisma.resourceVersion.create({
      data: { connectionId, epoch: 1, arn, kind, name, document, edit: true, seq, validFrom: new Date(T0) },
    });
  }

  /** Queue, environment, policy, definition and job of `mine`, and the same of `foreign`, which hold a secret. */
  private async seedConnection(connectionId: number): Promise<void> {
    for (const name of ['mine', 'foreign']) {
      const tags = { note: name === 'foreign' ? 'a secret of others' : 'ours' };
      await this.version(connectionId, 'compute-environment', name, { computeEnvironmentName: name, tags });
      await this.version(connectionId, 'scheduling-policy', name, { name, tags });
      await this.version(connectionId, 'job-definition', `${name}:1`, { jobDefinitionName: name, status: 'ACTIVE' });
      await this.version(connectionId, 'job-queue', name, {
        jobQueueName: name,
        tags,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: batchArn(place, 'compute-environment', name) }],
        schedulingPolicyArn: batchArn(place, 'scheduling-policy', name),
      });
      await this.db.prisma.$executeRaw`
        INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, is_relay,
          status_reason, milli_vcpus, memory_mib, gpus, created_at, seq, recorded_at)
        VALUES (${connectionId}::smallint, 1, ${name}, ${`job of ${tags.note}`}, ${name}, ${`${name}:1`}, 'RUNNABLE', 2, 0,
          false, ${tags.note}, 1000, 128, 0, ${new Date(T0)}, 1, now())`;
    }
  }

  /** Signs in as somebody new, so that an act that ends a session ends its own only. */
  async signInAs(role: Role, scope: ScopeRule = EVERYTHING): Promise<void> {
    this.seq += 1;
    const name = `p${this.seq}`;
    const user = await this.db.prisma.user.create({
      data: { email: `${name}@example.com`, name, role, scope, passwordHash: 'none', createdAt: new Date(T0) },
    });
    const from = { address: 'x', userAgent: null, secure: false };
    this.request.token = (await openSession(this.db.prisma, T0, user.id, from)).token;
  }
}

async function loadAll(file: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ join(ROOT, file));
}

/** The names that a file exports. */
export async function exportsOf(file: string): Promise<string[]> {
  return Object.keys(await loadAll(file));
}

/** Loads what a file exports under a name. */
export async function load(file: string, name: string): Promise<(...given: unknown[]) => Promise<unknown>> {
  const found = (await loadAll(file))[name];
  if (typeof found !== 'function') throw new Error(`${file} has no function ${name}.`);
  return async (...given) => Reflect.apply(found, undefined, given);
}

/** The rule of an action or a read, null for what was made by no maker. */
export async function ruleFor(file: string, name: string) {
  const found = (await loadAll(file))[name];
  return typeof found === 'function'
    ? { action: ruleOf(found), read: readRuleOf(found) }
    : { action: null, read: null };
}

const QUERY: Readonly<Record<string, string>> = {
  subject: 'queue-jobs',
  from: '0',
  to: String(T0 + 1000),
  stream: 'none',
  since: '0',
  seq: '1',
  revisions: '1',
  revision: '1',
};

/** Asks a route handler for `thing`, in every segment and member that may name one. */
export async function get(
  file: string,
  slug: string,
  thing: string,
  query: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const handler = await load(file, 'GET');
  const search = new URLSearchParams({ ...QUERY, job: thing, connection: slug, ...query });
  const names = [...file.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? '');
  const segment = encodeURIComponent(thing);
  const params = Object.fromEntries(names.map((name) => [name, name === 'kind' ? 'job-queue' : segment]));
  if (names.includes('connection')) params.connection = slug;
  const answer = await handler(new Request(`http://portal.test/x?${search}`), {
    params: Promise.resolve(names.length === 0 ? undefined : params),
  });
  if (!(answer instanceof Response)) throw new Error(`${file} gave no response.`);
  return { status: answer.status, text: answer.status < 300 && file.includes('/live/') ? '' : await answer.text() };
}

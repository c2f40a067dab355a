import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { JOB_STATUSES, type JobStatus } from '@/lib/batch';

const MANIFEST = '.next/server/server-reference-manifest.json';
/** What the portal calls its session without TLS. */
export const SESSION_COOKIE = 'batchdeck_session';

const manifest = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string(), filename: z.string() })),
});

const jobRow = z.object({
  id: z.string(),
  name: z.string(),
  queue: z.string(),
  definition: z.string(),
  status: z.enum(JOB_STATUSES),
  array: z.object({ size: z.number() }).nullable(),
  statusReason: z.string().nullable(),
  exitCode: z.number().nullable(),
  attempts: z.number(),
  isRelay: z.boolean(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  stoppedAt: z.number().nullable(),
  costNanoUsd: z.string().nullable(),
});
export type RecordedJob = z.infer<typeof jobRow>;

const jobsPage = z.object({ rows: z.array(jobRow), nextCursor: z.string().nullable() });
const facets = z.object({
  byStatus: z.partialRecord(z.enum(JOB_STATUSES), z.number()),
  total: z.number(),
  relays: z.number(),
});
const jobPage = z.object({
  job: jobRow,
  attempts: z.array(z.object({ startedAt: z.number().nullable(), stoppedAt: z.number().nullable() })),
  dependsOn: z.array(z.object({ id: z.string(), type: z.string().nullable() })),
  detail: z.looseObject({}),
});
const health = z.object({
  connections: z.array(z.object({ slug: z.string(), virtualTime: z.iso.datetime().optional(), epoch: z.number() })),
});
const named = z.array(z.object({ name: z.string() }));
const failure = z.object({ code: z.string(), message: z.string() });
const actionResult = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failure }),
]);
type RawActionResult = z.infer<typeof actionResult>;

/** Counts of the jobs that can run, by state, and of relay jobs. */
export interface JobCounts {
  byStatus: Partial<Record<JobStatus, number>>;
  total: number;
  relays: number;
}

/** What an action answered over plain HTTP: the status, and the result where one came. */
export interface RawAnswer {
  status: number;
  result: RawActionResult | null;
}

/** Ids of the built portal's server actions by exported name. */
export function actionIds(): Map<string, string> {
  const { node } = manifest.parse(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  return new Map(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]));
}

/** Speaks with a running portal over HTTP as a browser's page does, but without a browser. */
export class PortalClient {
  private readonly ids = actionIds();

  constructor(
    readonly url: string,
    private cookie: string | null = null,
  ) {}

  /** A client that is signed in. */
  static async signedIn(url: string, account: string, password: string): Promise<PortalClient> {
    const client = new PortalClient(url);
    await client.act('signIn', { account, password });
    return client;
  }

  /** The session's cookie; null while nobody is signed in. */
  get session(): string | null {
    return this.cookie;
  }

  /** Calls a server action with headers of one's choice; the page's own Origin where none is given. */
  async post(action: string, input: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const answer = await fetch(`${this.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        accept: 'text/x-component',
        'content-type': 'text/plain;charset=UTF-8',
        'next-action': this.ids.get(action) ?? action,
        origin: this.url,
        ...this.cookies(),
        ...headers,
      },
      body: JSON.stringify([input]),
    });
    const kept = answer.headers.getSetCookie().find((line) => line.startsWith(`${SESSION_COOKIE}=`));
    if (kept !== undefined) this.cookie = kept.slice(SESSION_COOKIE.length + 1).split(';')[0] ?? null;
    return { status: answer.status, result: resultIn(await answer.text()) };
  }

  /** Calls an action that must succeed, and gives its value. */
  async act(action: string, input: unknown): Promise<unknown> {
    const { status, result } = await this.post(action, input);
    if (result?.ok === true) return result.value;
    throw new Error(`${action} answered ${status}: ${result?.error.message ?? 'no result'}`);
  }

  /** A GET with the session; the answer as it came. */
  get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { redirect: 'manual', headers: this.cookies() });
  }

  /** Uploads a workload's bytes as its dialog does. */
  upload(name: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/api/workloads?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { origin: this.url, ...this.cookies(), ...headers },
      body,
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
  }

  async counts(query = ''): Promise<JobCounts> {
    return facets.parse(await this.read(`facets?${query}`));
  }

  async job(id: string): Promise<z.infer<typeof jobPage>> {
    return jobPage.parse(await this.read(`jobs/${encodeURIComponent(id)}`));
  }

  /** Every job that history has for the filters, newest first. */
  async jobs(query = ''): Promise<RecordedJob[]> {
    const rows: RecordedJob[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = jobsPage.parse(
        await this.read(`jobs?limit=200&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      );
      rows.push(...page.rows);
      cursor = page.nextCursor;
    }
    return rows;
  }

  /** Names of the connection's queues or environments. */
  async names(of: 'queues' | 'environments'): Promise<string[]> {
    return named.parse(await this.read(of)).map(({ name }) => name);
  }

  /** Virtual time of the simulated connection, ms. */
  async now(): Promise<number> {
    const answer = health.parse(await (await this.get('/api/health')).json());
    return Date.parse(answer.connections[0]?.virtualTime ?? '');
  }

  private async read(path: string): Promise<unknown> {
    const answer = await this.get(`/api/read/simulator/${path}`);
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  private cookies(): Record<string, string> {
    return this.cookie === null ? {} : { cookie: `${SESSION_COOKIE}=${this.cookie}` };
  }
}

/** The action's result among the rows of React's stream. */
function resultIn(text: string): RawActionResult | null {
  for (const line of text.split('\n')) {
    const row = /^[0-9a-f]+:(\{.*\})$/.exec(line)?.[1];
    if (row === undefined) continue;
    const parsed = actionResult.safeParse(JSON.parse(row));
    if (parsed.success) return parsed.data;
  }
  return null;
}

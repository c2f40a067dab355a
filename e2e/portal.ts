import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, type Page } from '@playwright/test';
import { ADMINISTRATOR, emptyFolder, freePorts } from './server';
import { awaitTakeOvers, takenOver } from './taken-over';

const READY_WITHIN_MS = 120_000;

/** A portal of its own for one story: ports, data folder and process, started by the command a user runs. */
export class Portal {
  readonly url: string;
  readonly lines: string[] = [];
  private child: ChildProcess | null = null;

  private constructor(
    private readonly environment: Record<string, string>,
    private readonly folder: string,
  ) {
    this.url = `http://127.0.0.1:${environment.PORT}`;
  }

  /** Starts on an empty folder; `environment` adds to or stands in for the defaults. */
  static async start(environment: Record<string, string> = {}): Promise<Portal> {
    const [port = '', awsPort = ''] = freePorts().split(' ');
    const folder = emptyFolder();
    const portal = new Portal(
      { DATABASE_URL: '', PORT: port, AWS_ENDPOINT_PORT: awsPort, BATCHDECK_DATA: folder, ...environment },
      folder,
    );
    await portal.begin();
    return portal;
  }

  /** With an administrator from the environment, as `signIn` expects. */
  static withAdministrator(environment: Record<string, string> = {}): Promise<Portal> {
    return Portal.start({
      BATCHDECK_ADMIN_EMAIL: ADMINISTRATOR.email,
      BATCHDECK_ADMIN_PASSWORD: ADMINISTRATOR.password,
      ...environment,
    });
  }

  /** Starts it again on the same folder and ports. */
  async begin(): Promise<void> {
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await this.isHealthy())) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`The portal did not start:\n${this.lines.join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** What GET /api/health answers. */
  async health(): Promise<unknown> {
    return (await fetch(`${this.url}/api/health`)).json();
  }

  /** The address that the terminal printed for the first administrator. */
  async setupLink(): Promise<string> {
    await expect.poll(() => this.lines.some((line) => line.includes('/setup?token='))).toBe(true);
    const line = this.lines.findLast((text) => text.includes('/setup?token='));
    return /http\S+/.exec(line ?? '')?.[0] ?? '';
  }

  /** kill -9 of the starter, the server and all that they started but Postgres's guard, at once. */
  async killHard(): Promise<void> {
    const pids = descendants(this.child?.pid ?? -1);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await this.gone();
  }

  /** SIGTERM, and back when the process has ended. */
  async stop(): Promise<void> {
    this.child?.kill('SIGTERM');
    await this.gone();
  }

  /** Stops, and removes its data. */
  async dispose(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async gone(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }

  private async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/api/health`)).ok;
    } catch {
      return false;
    }
  }
}

/** Signs the page in as the administrator of the environment, and waits for the portal to open. */
export async function signIn(page: Page, portal: { url: string }): Promise<void> {
  awaitTakeOvers(page.context());
  await page.goto(`${portal.url}/sign-in`);
  await page.getByLabel('User name or e-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/, { timeout: 30_000 });
  await takenOver(page);
}

/** The process and the node processes below it: Postgres and its guard are left to notice by themselves. */
function descendants(root: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const found = [root];
  for (const parent of found) {
    for (const [pid, ppid, command = ''] of table) {
      if (Number(ppid) === parent && /node|next/i.test(command)) found.push(Number(pid));
    }
  }
  return found;
}

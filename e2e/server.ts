import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The first administrator of the portal under test. */
export const ADMINISTRATOR = { email: 'operator@example.com', password: 'correct horse battery' };
/** The access key of its simulated connection, with the administrator's role. */
export const ACCESS_KEY = { id: 'AKIDBATCHDECKTEST', secret: 'an-access-key-for-tests-only' };

/** Where the portal under test listens, and the environment that it is started with. */
export interface E2eServer {
  readonly url: string;
  /** The AWS protocol of its simulated connection. */
  readonly awsUrl: string;
  readonly environment: Record<string, string>;
}

/** Free ports and an empty data folder, chosen once per run and shared by its processes through the environment. */
export function e2eServer(): E2eServer {
  process.env.BATCHDECK_E2E_PORTS ??= freePorts();
  process.env.BATCHDECK_E2E_DATA ??= emptyFolder();
  const [port = '', awsPort = ''] = process.env.BATCHDECK_E2E_PORTS.split(' ');
  return {
    url: `http://127.0.0.1:${port}`,
    awsUrl: `http://127.0.0.1:${awsPort}`,
    environment: {
      DATABASE_URL: '',
      PORT: port,
      AWS_ENDPOINT_PORT: awsPort,
      BATCHDECK_DATA: process.env.BATCHDECK_E2E_DATA,
      BATCHDECK_ADMIN_EMAIL: ADMINISTRATOR.email,
      BATCHDECK_ADMIN_PASSWORD: ADMINISTRATOR.password,
      BATCHDECK_ACCESS_KEY_ID: ACCESS_KEY.id,
      BATCHDECK_SECRET_ACCESS_KEY: ACCESS_KEY.secret,
      BATCHDECK_SCENARIO: 'e2e/scenarios/shared.json',
      // Near enough to standing still: time moves only as a story says.
      BATCHDECK_SPEED: '0.000001',
    },
  };
}

/** A new folder that Postgres's account can enter too. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Two ports of 127.0.0.1 that were free a moment ago, as `A B`. */
export function freePorts(): string {
  const script =
    "const s=[0,0].map(()=>require('node:net').createServer().listen(0,'127.0.0.1'));" +
    "setTimeout(()=>{console.log(s.map(x=>x.address().port).join(' '));s.forEach(x=>x.close())},50)";
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim();
}

import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { checkServer } from '@/lib/db';
import { openDataFolder, parseSettings, type Settings, SetupError } from '@/lib/settings';

/**
 * Everything that can be known to fail before the portal is built and started: variables, ports, data folder, database.
 * Throws a SetupError with the sentence for the operator. `patienceMs`: how long a port may still be held by a portal
 * that is on its way out.
 */
export async function preflight(
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
  patienceMs: number,
): Promise<Settings> {
  const settings = parseSettings(environment, root);
  openDataFolder(settings.dataFolder);
  if (settings.scenario?.kind === 'file' && !existsSync(settings.scenario.path)) {
    throw new SetupError(
      `BATCHDECK_SCENARIO names ${settings.scenario.path}, which does not exist: give it demo, empty or the path of a scenario file.`,
    );
  }
  await checkPort(settings.host, settings.port, 'HOST', 'PORT', patienceMs);
  if (settings.awsEndpointPort !== 0) {
    await checkPort(
      settings.awsEndpointHost,
      settings.awsEndpointPort,
      'AWS_ENDPOINT_HOST',
      'AWS_ENDPOINT_PORT',
      patienceMs,
    );
  }
  if (settings.databaseUrl !== undefined) await checkServer(settings.databaseUrl, 'DATABASE_URL');
  if (settings.migrationUrl !== undefined) await checkServer(settings.migrationUrl, 'BATCHDECK_MIGRATION_URL');
  return settings;
}

async function checkPort(
  host: string,
  port: number,
  hostName: string,
  portName: string,
  patienceMs: number,
): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const code = await tryToListen(host, port);
    if (code === null) return;
    if (code !== 'EADDRINUSE' || waited >= patienceMs)
      throw new SetupError(portSentence(code, host, port, hostName, portName));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

function portSentence(code: string, host: string, port: number, hostName: string, portName: string): string {
  if (code === 'EADDRINUSE') {
    return `${portName} ${port} is in use on ${host}: stop what listens there, or set ${portName} to a free port.`;
  }
  if (code === 'EACCES') {
    return `${portName} ${port} may not be opened by this user: set ${portName} to a port above 1023.`;
  }
  return `${hostName} ${host} can't be listened on (${code}): set ${hostName} to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`;
}

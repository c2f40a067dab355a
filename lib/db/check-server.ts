import { Client } from 'pg';
import { SetupError } from '@/lib/settings';

/** Oldest server that is supported, as Postgres numbers its versions. */
const OLDEST = 140_000;
const CONNECT_MS = 5_000;

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there; start the server or mend the address',
  ENOTFOUND: 'there is no such host; mend the address',
  EAI_AGAIN: 'the host name does not resolve; mend the address or the name service',
  EHOSTUNREACH: 'the host is not reachable from here; mend the address or the network',
  ETIMEDOUT: 'it does not answer; mend the address or the firewall',
  '28P01': 'it refuses the password; mend user and password',
  '28000': 'it refuses the user; mend user and password, or its pg_hba.conf',
  '3D000': 'it has no such database; create it, or mend the name',
  '53300': 'it has no connection left; raise its max_connections',
};

/**
 * Connects once and checks that the server is new enough. `variable` is the name by which the operator knows the
 * address. Throws a SetupError that says what to do; passwords are not repeated.
 */
export async function checkServer(url: string, variable: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    const answer = await client.query<{ number: string; version: string }>(
      "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version",
    );
    const row = answer.rows[0];
    if (row && Number(row.number) < OLDEST) {
      throw new SetupError(
        `${variable} leads to Postgres ${row.version}, which is too old: give it a server of version 14 or later.`,
      );
    }
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`${variable} (${withoutPassword(url)}) can't be used: ${causeOf(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A database address as it may be shown. */
function withoutPassword(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

function causeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  const code = 'code' in first ? String(first.code) : '';
  if (first.message.includes('timeout expired')) return CAUSES.ETIMEDOUT ?? first.message;
  return CAUSES[code] ?? first.message.replace(/\.$/, '');
}

import type { PortalConnection, Runtime } from '@/lib/runtime';

interface ConnectionHealth {
  slug: string;
  kind: 'aws' | 'simulated';
  epoch: number;
  /** Wall seconds since history last caught up; null before its first commit. */
  lagSeconds: number | null;
  /** ISO 8601. */
  virtualTime?: string;
  speed?: number | 'max';
  paused?: boolean;
  error?: string;
}

export interface PortalHealth {
  status: 'ok' | 'degraded';
  version: string;
  /** `lagMs`: how long it took to answer; null where it did not. */
  database: { kind: 'embedded' | 'external'; lagMs: number | null };
  connections: ConnectionHealth[];
}

const DATABASE_PATIENCE_MS = 2000;

/** The health of a running portal: degraded when the database does not answer or a recorder stands still. */
export async function portalHealth(running: Runtime): Promise<PortalHealth> {
  const lagMs = await databaseLag(running);
  const connections = Array.from(running.connections.values(), (connection) => healthOf(connection, running.clock()));
  const isWell = lagMs !== null && running.live.isListening() && connections.every((one) => one.error === undefined);
  return {
    status: isWell ? 'ok' : 'degraded',
    version: running.version,
    database: { kind: running.database.kind, lagMs },
    connections,
  };
}

async function databaseLag(running: Runtime): Promise<number | null> {
  const before = running.clock();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DATABASE_PATIENCE_MS);
  });
  try {
    const answered = running.pool.query('SELECT 1').then(() => running.clock() - before);
    return await Promise.race([answered, patience]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function healthOf(connection: PortalConnection, now: number): ConnectionHealth {
  const { recordedAt, error, upTo } = connection.recorded();
  const clock = connection.driver.simulated?.clock();
  // What stands still has nothing to record: its lag is how far the recorder is behind the machine.
  const isCaughtUp = clock !== undefined && upTo >= clock.now;
  const lagSeconds = recordedAt === 0 ? null : isCaughtUp ? 0 : Math.max(0, Math.round(now - recordedAt) / 1000);
  return {
    slug: connection.slug,
    kind: connection.kind,
    epoch: connection.epoch,
    lagSeconds,
    ...(clock !== undefined && {
      virtualTime: new Date(clock.now).toISOString(),
      speed: clock.speed,
      paused: clock.paused,
    }),
    ...(error !== null && { error }),
  };
}

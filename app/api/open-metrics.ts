import type { PortalHealth } from './portal-health';

export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Jobs of one queue in one state. */
export interface QueueJobs {
  connection: string;
  queue: string;
  status: string;
  count: number;
}

/** The portal's health and its queues as OpenMetrics text. */
export function openMetrics(health: PortalHealth, jobs: readonly QueueJobs[], now: number): string {
  const lines = [
    ...family('batchdeck', 'info', 'The portal and its version.'),
    sample('batchdeck_info', { version: health.version }, 1),
    ...family('batchdeck_up', 'gauge', '1 while everything works, 0 while degraded.'),
    sample('batchdeck_up', {}, health.status === 'ok' ? 1 : 0),
    ...family('batchdeck_database_lag_seconds', 'gauge', 'How long the database took to answer.'),
    ...(health.database.lagMs === null
      ? []
      : [sample('batchdeck_database_lag_seconds', { kind: health.database.kind }, health.database.lagMs / 1000)]),
    ...family('batchdeck_recorder_lag_seconds', 'gauge', 'How far history is behind its connection.'),
    ...health.connections.flatMap((one) =>
      one.lagSeconds === null
        ? []
        : [sample('batchdeck_recorder_lag_seconds', { connection: one.slug }, one.lagSeconds)],
    ),
    ...family('batchdeck_jobs', 'gauge', 'Jobs that can run, by queue and state.'),
    ...jobs.map(({ count, ...labels }) => sample('batchdeck_jobs', labels, count)),
    ...family('batchdeck_time_seconds', 'gauge', 'The portal’s clock.'),
    sample('batchdeck_time_seconds', {}, now / 1000),
  ];
  return `${lines.join('\n')}\n# EOF\n`;
}

function family(name: string, type: 'gauge' | 'info', help: string): string[] {
  return [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`];
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

import { expect, test } from 'vitest';
import { openMetrics } from './open-metrics';

test('health and queues as OpenMetrics, labels escaped, the end marked', () => {
  const text = openMetrics(
    {
      status: 'degraded',
      version: '1.2.3',
      database: { kind: 'embedded', lagMs: null },
      connections: [{ slug: 'simulator', kind: 'simulated', epoch: 1, lagSeconds: 1.5 }],
    },
    [{ connection: 'simulator', queue: 'a"b\\c\nd', status: 'RUNNING', count: 3 }],
    5000,
  );
  expect(text).toContain('batchdeck_info{version="1.2.3"} 1\n');
  expect(text).toContain('batchdeck_up 0\n');
  expect(text).toContain('batchdeck_recorder_lag_seconds{connection="simulator"} 1.5\n');
  expect(text).toContain('batchdeck_jobs{connection="simulator",queue="a\\"b\\\\c\\nd",status="RUNNING"} 3\n');
  expect(text).not.toMatch(/^batchdeck_database_lag_seconds\{/m);
  expect(text.endsWith('\n# EOF\n')).toBe(true);
});

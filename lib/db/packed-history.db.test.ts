import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createPool, migrate, type Pool, readMigrations } from '@/lib/db';

const NAME = `test_${randomUUID().replaceAll('-', '')}`;
const PACKING = '0008_packed_history';
const shipped = readMigrations(join(process.cwd(), 'prisma', 'migrations'));
const { ownerUrl } = inject('databaseServer');
let server: Pool;
let owner: Pool;

beforeAll(async () => {
  server = createPool(ownerUrl, 1);
  await server.query(`CREATE DATABASE ${NAME}`);
  const address = new URL(ownerUrl);
  address.pathname = `/${NAME}`;
  const before = shipped.filter(({ name }) => name < PACKING);
  await migrate(address.href, before);
  owner = createPool(address.href, 1);
  await owner.query(OLD_ROWS);
  await migrate(address.href, shipped);
});

afterAll(async () => {
  await owner?.end();
  await server.query(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
  await server.end();
});

const TASK = 'cluster/0123456789abcdef0123456789abcdef';
const OLD_ROWS = `
  INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, milli_vcpus,
    memory_mib, gpus, created_at, seq, recorded_at, detail)
  VALUES (1, 1, 'told', 'a', 'q', 'd:1', 'FAILED', 14, 1, 1000, 128, 0, '2026-01-01T00:00:00.5Z', 9, now(), '{"a":1}'),
    (1, 1, 'silent', 'b', 'q', 'd:1', 'SUBMITTED', 0, 0, 1000, 128, 0, '2026-01-01T00:00:00Z', 3, now(), NULL);
  INSERT INTO transition (job_id, attempts_ended, rank, status, at, seq) VALUES
    (1, 1, 6, 'FAILED', '2026-01-01T00:00:02.123Z', 9), (1, 0, 0, 'SUBMITTED', '2026-01-01T00:00:00.5Z', 1),
    (1, 0, 5, 'RUNNING', NULL, 4);
  INSERT INTO attempt (job_id, n, connection_id, epoch, task_arn, environment, purchase, placed_at, log_stream, seq) VALUES
    (1, 1, 1, 1, 'arn:aws:ecs:us-east-1:123456789012:task/${TASK}', 'e', 'SPOT', now(), 'd/default/${TASK.slice(8)}', 9),
    (1, 2, 1, 1, 'arn:task/1', 'e', 'SPOT', now(), 'stream/told', 9);
  INSERT INTO charge (connection_id, epoch, kind, job_id, attempt, environment, purchase, hour_at, milliseconds, paid_nano_usd,
    on_demand_nano_usd, settled)
  VALUES (1, 1, 'attempt', 1, 1, 'e', 'SPOT', '2026-01-01T00:00:00Z', 1000, 7, 20, true),
    (1, 1, 'idle', NULL, NULL, 'e', 'SPOT', '2026-01-01T00:00:00Z', 500, 3, 9, true);`;

test('what was recorded before is packed as it was', async () => {
  const jobs = await owner.query('SELECT id, aws_id, status, detail, life, created_at FROM job ORDER BY id');
  const told = ['0', '1', String(Date.UTC(2026, 0, 1) + 500), '5', '4', null, '15', '9', '1767225602123'];
  expect(jobs.rows).toMatchObject([
    { id: '1', aws_id: 'told', status: 'FAILED', detail: { a: 1 }, life: told },
    { id: '2', aws_id: 'silent', detail: null, life: [] },
  ]);
  const attempts = await owner.query('SELECT n, task, log_stream FROM attempt ORDER BY n');
  expect(attempts.rows).toEqual([
    { n: 1, task: TASK, log_stream: 'd/default/' },
    { n: 2, task: 'arn:task/1', log_stream: 'stream/told' },
  ]);
  const charges = await owner.query('SELECT kind, paid_nano_usd AS paid, settled FROM charge ORDER BY kind');
  expect(charges.rows).toEqual([
    { kind: 'attempt', paid: '7', settled: true },
    { kind: 'idle', paid: '3', settled: true },
  ]);
});

test('the next job takes the next key', async () => {
  const { rows } = await owner.query(`
    INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, milli_vcpus,
      memory_mib, gpus, created_at, seq, recorded_at)
    VALUES (1, 1, 'next', 'a', 'q', 'd:1', 'SUBMITTED', 0, 0, 1000, 128, 0, now(), 10, now()) RETURNING id`);
  expect(rows).toEqual([{ id: '3' }]);
});

import { Client } from 'pg';

export const CONNECTION_ID = 1;
/** The generated history's own time: everything happened before. */
export const NOW = Date.UTC(2026, 0, 10, 12);

/** How much to generate: single jobs, arrays of 100 children, and relays. */
export interface HistorySize {
  singles: number;
  arrays: number;
  relays: number;
}

/** Fills history for connection 1, epoch 1, from numbers alone: the same size gives the same rows. */
export async function generateHistory(ownerUrl: string, size: HistorySize): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      INSERT INTO connection (id, slug, name, kind, region, account, epoch, created_at)
        VALUES (1, 'simulator', 'Simulator', 'simulated', 'us-east-1', '123456789012', 1, '2026-01-01T00:00:00Z'),
          (2, 'other', 'Other', 'simulated', 'us-east-1', '123456789012', 1, '2026-01-01T00:00:00Z');
      INSERT INTO recorder_cursor VALUES (1, 1, 900000, to_timestamp(${NOW / 1000}), now());`);
    await withoutIndexes(client, async () => {
      await client.query(JOBS, [size.singles, new Date(NOW)]);
      await client.query(CHILDREN, [size.arrays, new Date(NOW)]);
      await client.query(PARENTS, [size.arrays, new Date(NOW)]);
      await client.query(RELAYS, [size.relays, new Date(NOW)]);
      await client.query(ATTEMPTS);
      await client.query(CHARGES);
    });
    await client.query(RESOURCES);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** Rows go in several times as fast, and the indexes are built over all of them at the end. */
async function withoutIndexes(client: Client, fill: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid IN ('job'::regclass, 'attempt'::regclass, 'charge'::regclass) AND NOT indisprimary`);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await fill();
  for (const { definition } of rows) await client.query(definition);
}

const COLUMNS = `connection_id, epoch, aws_id, parent_aws_id, array_index, array_size, name, queue, definition, status, rank,
  attempts_ended, status_reason, exit_code, is_relay, milli_vcpus, memory_mib, gpus, created_at, started_at, stopped_at,
  cost_nano_usd, detail, seq, recorded_at`;

// Of 100 in a row: 90 succeeded, 5 failed, 1 running, 2 runnable, 1 pending, 1 starting; 6 queues, 40 definitions.
const STATUS = `CASE WHEN n % 100 < 90 THEN 'SUCCEEDED' WHEN n % 100 < 95 THEN 'FAILED' WHEN n % 100 = 95 THEN 'RUNNING'
  WHEN n % 100 < 98 THEN 'RUNNABLE' WHEN n % 100 = 98 THEN 'PENDING' ELSE 'STARTING' END`;

const JOBS = `INSERT INTO job (${COLUMNS})
  SELECT 1, 1, 'job-' || n, NULL, NULL, NULL, 'render-' || n, 'q' || n % 6, 'def' || n % 40 || ':1', s.status,
    CASE s.status WHEN 'SUCCEEDED' THEN 6 WHEN 'FAILED' THEN 6 ELSE 2 END,
    CASE WHEN s.status IN ('SUCCEEDED', 'FAILED') THEN 1 ELSE 0 END,
    CASE s.status WHEN 'FAILED' THEN (ARRAY['Essential container in task exited',
      'Host EC2 (instance i-0' || n || ') terminated.', 'Job attempt duration exceeded timeout'])[1 + (n / 100) % 3] END,
    CASE s.status WHEN 'SUCCEEDED' THEN 0 WHEN 'FAILED' THEN CASE WHEN (n / 100) % 3 = 0 THEN 1 END END,
    false, 1000, 128, 0, t.at, CASE WHEN n % 100 < 96 THEN t.at + interval '1 min' END,
    CASE WHEN n % 100 < 95 THEN t.at + interval '6 min' END, 1000 + n,
    CASE WHEN n % 100 = 98 THEN jsonb_build_object('dependsOn', jsonb_build_array(jsonb_build_object('jobId', 'job-' || n - 2))) END,
    n, now()
  FROM generate_series(1, $1::int) AS g(n), LATERAL (SELECT ${STATUS} AS status) AS s,
    LATERAL (SELECT $2::timestamptz - ($1 - n) * interval '2 s' - interval '10 min' AS at) AS t`;

const CHILDREN = `INSERT INTO job (${COLUMNS})
  SELECT 1, 1, 'array-' || a || ':' || i, 'array-' || a, i, NULL, 'sweep-' || a, 'q0', 'sweep:1',
    CASE WHEN a % 10 > 0 OR i < 50 THEN 'SUCCEEDED' WHEN i < 60 THEN 'RUNNING' ELSE 'RUNNABLE' END, 6, 0, NULL, 0, false,
    2000, 256, 0, $2::timestamptz - a * interval '30 min', NULL, NULL, 500, NULL, 1000000 + a, now()
  FROM generate_series(1, $1::int) AS a, generate_series(0, 99) AS i`;

const PARENTS = `INSERT INTO job (${COLUMNS})
  SELECT 1, 1, 'array-' || a, NULL, NULL, 100, 'sweep-' || a, 'q0', 'sweep:1',
    CASE WHEN a % 10 > 0 THEN 'SUCCEEDED' ELSE 'PENDING' END, 1, 0, NULL, NULL, false, 2000, 256, 0,
    $2::timestamptz - a * interval '30 min', NULL, NULL, NULL, '{"tags":{"kind":"sweep"}}', 2000000 + a, now()
  FROM generate_series(1, $1::int) AS a`;

const RELAYS = `INSERT INTO job (${COLUMNS})
  SELECT 1, 1, 'relay-' || n, NULL, NULL, NULL, 'relay-' || n, 'q1', 'relay:1', 'SUCCEEDED', 6, 1, NULL, 0, true, 250, 128,
    0, $2::timestamptz - n * interval '5 min', NULL, $2::timestamptz - n * interval '5 min', 0, NULL, 3000000 + n, now()
  FROM generate_series(1, $1::int) AS n`;

const ATTEMPTS = `INSERT INTO attempt (job_id, n, connection_id, epoch, task, environment, purchase, instance_id,
    placed_at, started_at, stopped_at, log_stream, interrupted, seq)
  SELECT id, 1, 1, 1, 'arn:task/' || id, CASE WHEN id % 2 = 0 THEN 'spot' ELSE 'fleet' END,
    CASE WHEN id % 2 = 0 THEN 'SPOT' ELSE 'ON_DEMAND' END, 'i-0' || id % 50, created_at, started_at, stopped_at,
    'stream/' || aws_id, coalesce(status_reason LIKE 'Host EC2%', false) AND id % 2 = 0, seq
  FROM job WHERE array_size IS NULL AND status NOT IN ('RUNNABLE', 'PENDING') AND NOT is_relay`;

const CHARGES = `INSERT INTO charge (connection_id, epoch, kind, job_id, attempt, instance_id, environment, queue, purchase,
    hour_at, milliseconds, paid_nano_usd, on_demand_nano_usd, lost, settled)
  SELECT 1, 1, 'attempt', a.job_id, 1, a.instance_id, a.environment, j.queue, a.purchase, date_trunc('hour', a.stopped_at),
    300000, CASE a.purchase WHEN 'SPOT' THEN 30 ELSE 100 END, 100, a.interrupted, a.job_id % 3 > 0
  FROM attempt AS a JOIN job AS j ON j.id = a.job_id WHERE a.stopped_at IS NOT NULL`;

const RESOURCES = `
  UPDATE job SET life = ARRAY[0, seq, m, 2, seq, m + 20000, 14, seq, m + 60000]
  FROM (SELECT (extract(epoch FROM created_at) * 1000)::bigint AS m FROM job WHERE aws_id = 'job-10') AS t WHERE aws_id = 'job-10';
  INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, valid_to, document, edit, by, seq)
  SELECT 1, 1, 'job-queue', 'arn:aws:batch:us-east-1:123456789012:job-queue/q' || n, 'q' || n, '2026-01-01T00:00:00Z', NULL,
    jsonb_build_object('jobQueueName', 'q' || n, 'state', 'ENABLED', 'status', 'VALID', 'priority', n,
      'computeEnvironmentOrder', jsonb_build_array(
        jsonb_build_object('order', 2, 'computeEnvironment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/fleet'),
        jsonb_build_object('order', 1, 'computeEnvironment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/spot'))),
    true, '{"actor":"ops@example.com","source":"portal"}', n
  FROM generate_series(0, 5) AS n;
  INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, valid_to, document, edit, by, seq)
  SELECT 1, 1, 'compute-environment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/' || name, name,
    '2026-01-01T00:00:00Z'::timestamptz + v * interval '1 min',
    CASE WHEN v < 200 THEN '2026-01-01T00:00:00Z'::timestamptz + (v + 1) * interval '1 min' END,
    jsonb_build_object('computeEnvironmentName', name, 'type', 'MANAGED', 'state', 'ENABLED', 'status', 'VALID',
      'statusReason', 'ComputeEnvironment Healthy', 'computeResources', jsonb_build_object('type', type, 'minvCpus', 0,
        'maxvCpus', 256, 'desiredvCpus', v)), v = 0, CASE WHEN v = 0 THEN '{"actor":"scenario"}'::jsonb END, base + v
  FROM (VALUES ('spot', 'SPOT', 1000), ('fleet', 'EC2', 2000)) AS e(name, type, base), generate_series(0, 200) AS v;
  INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, document, edit, seq)
  SELECT 1, 1, 'job-definition', 'arn:aws:batch:us-east-1:123456789012:job-definition/def' || n || ':1', 'def' || n || ':1',
    '2026-01-01T00:00:00Z', '{"containerProperties":{"image":"busybox","command":["true"]},"retryStrategy":{"attempts":3}}',
    true, 5000 + n FROM generate_series(0, 39) AS n;
  INSERT INTO instance (connection_id, epoch, instance_id, arn, environment, type, zone, purchase, vcpus, memory_mib, gpus,
    state, pending_at, running_at, terminated_at, ended_by, seq)
  SELECT 1, 1, 'i-0' || n, 'arn:i-0' || n, CASE WHEN n % 2 = 0 THEN 'spot' ELSE 'fleet' END, 'c5.large', 'us-east-1a',
    CASE WHEN n % 2 = 0 THEN 'SPOT' ELSE 'ON_DEMAND' END, 2, 3700, 0,
    CASE WHEN n < 40 THEN 'running' ELSE 'terminated' END, '2026-01-10T08:00:00Z', '2026-01-10T08:01:00Z',
    CASE WHEN n >= 40 THEN '2026-01-10T09:00:00Z'::timestamptz END,
    CASE WHEN n >= 45 THEN 'interruption' WHEN n >= 40 THEN 'scale-down' END, n
  FROM generate_series(0, 49) AS n;
  INSERT INTO price_segment SELECT 1, 1, instance_id, h.at, CASE purchase WHEN 'SPOT' THEN 30000000 ELSE 85000000 END + h.more
  FROM instance, (VALUES ('2026-01-10T08:01:00Z'::timestamptz, 0), ('2026-01-10T09:00:00Z', 1000)) AS h(at, more);
  INSERT INTO waiting (connection_id, epoch, queue, share, shape, cause, since_at, until_at, count, evidence, seq)
  SELECT 1, 1, 'q' || n, '', '1000m/128/0', c.cause, '2026-01-10T11:00:00Z', c.until, 10 * (n + 1), '{"environment":"spot"}', n
  FROM generate_series(0, 5) AS n, (VALUES ('at-maximum', NULL::timestamptz), ('dependency', NULL),
    ('no-capacity', '2026-01-10T11:30:00Z')) AS c(cause, until);`;

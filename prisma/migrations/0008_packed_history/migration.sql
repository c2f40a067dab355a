-- A job's history takes half the bytes: its transitions are packed in its row, a task's ARN and log stream lose what stands
-- elsewhere, columns stand widest first, and indexes ascend, so that what is newest fills pages from left to right.

ALTER SEQUENCE "job_id_seq" OWNED BY NONE;

CREATE TABLE "job_packed" (
    "id" BIGINT NOT NULL DEFAULT nextval('job_id_seq'),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "cost_nano_usd" BIGINT,
    "lost_nano_usd" BIGINT,
    "saved_nano_usd" BIGINT,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "milli_vcpus" INTEGER NOT NULL,
    "memory_mib" INTEGER NOT NULL,
    "array_index" INTEGER,
    "array_size" INTEGER,
    "exit_code" INTEGER,
    "connection_id" SMALLINT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "attempts_ended" SMALLINT NOT NULL,
    "gpus" SMALLINT NOT NULL,
    "is_cancelled" BOOLEAN NOT NULL DEFAULT false,
    "is_terminated" BOOLEAN NOT NULL DEFAULT false,
    "is_relay" BOOLEAN NOT NULL DEFAULT false,
    "aws_id" TEXT NOT NULL,
    "parent_aws_id" TEXT,
    "name" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "share" TEXT,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "reason" TEXT,
    "detail" JSONB,
    "life" BIGINT[]
);

INSERT INTO "job_packed" ("id", "created_at", "started_at", "stopped_at", "cost_nano_usd", "lost_nano_usd", "saved_nano_usd",
  "seq", "recorded_at", "epoch", "milli_vcpus", "memory_mib", "array_index", "array_size", "exit_code", "connection_id", "rank",
  "attempts_ended", "gpus", "is_cancelled", "is_terminated", "is_relay", "aws_id", "parent_aws_id", "name", "queue",
  "definition", "share", "status", "status_reason", "reason", "detail", "life")
SELECT j."id", j."created_at", j."started_at", j."stopped_at", j."cost_nano_usd", j."lost_nano_usd", j."saved_nano_usd",
  j."seq", j."recorded_at", j."epoch", j."milli_vcpus", j."memory_mib", j."array_index", j."array_size", j."exit_code",
  j."connection_id", j."rank", j."attempts_ended", j."gpus", j."is_cancelled", j."is_terminated", j."is_relay", j."aws_id",
  j."parent_aws_id", j."name", j."queue", j."definition", j."share", j."status", j."status_reason", j."reason", j."detail",
  coalesce(l."life", '{}')
FROM "job" AS j
LEFT JOIN (
  SELECT t."job_id", array_agg(v."value" ORDER BY t."attempts_ended", t."rank", v."place") AS "life"
  FROM "transition" AS t, LATERAL (VALUES
    (0, t."attempts_ended" * 8::bigint + CASE t."status" WHEN 'FAILED' THEN 7 ELSE t."rank" END),
    (1, t."seq"),
    (2, round(extract(epoch FROM t."at") * 1000)::bigint)) AS v("place", "value")
  GROUP BY 1) AS l ON l."job_id" = j."id"
ORDER BY j."id";

DROP TABLE "transition";
DROP TABLE "job";
ALTER TABLE "job_packed" RENAME TO "job";
ALTER SEQUENCE "job_id_seq" OWNED BY "job"."id";
ALTER TABLE "job" ADD CONSTRAINT "job_pkey" PRIMARY KEY ("id");
CREATE UNIQUE INDEX "job_connection_id_epoch_aws_id_key" ON "job"("connection_id", "epoch", "aws_id");
CREATE INDEX "job_connection_id_epoch_queue_status_created_at_id_idx" ON "job"("connection_id", "epoch", "queue", "status", "created_at", "id");
CREATE INDEX "job_connection_id_epoch_parent_aws_id_array_index_idx" ON "job"("connection_id", "epoch", "parent_aws_id", "array_index");

-- What every state but the commonest holds, in the order of the list.
CREATE INDEX job_in_state ON job (connection_id, epoch, status, created_at, id) WHERE status <> 'SUCCEEDED';
CREATE INDEX job_counted ON job (connection_id, epoch, queue, status, definition)
  WHERE array_size IS NULL AND NOT is_relay;
CREATE INDEX job_listed ON job (connection_id, epoch, created_at, id)
  WHERE parent_aws_id IS NULL AND NOT is_relay;
CREATE INDEX job_listed_by_definition ON job (connection_id, epoch, definition, created_at, id)
  WHERE parent_aws_id IS NULL AND NOT is_relay;
CREATE INDEX job_array_parent ON job (connection_id, epoch, created_at, id)
  WHERE array_size IS NOT NULL;
CREATE INDEX job_child ON job (connection_id, epoch, parent_aws_id, status)
  WHERE parent_aws_id IS NOT NULL;
CREATE INDEX job_relay ON job (connection_id, epoch) WHERE is_relay;
CREATE INDEX job_ended ON job (connection_id, epoch, stopped_at)
  WHERE stopped_at IS NOT NULL AND array_size IS NULL AND NOT is_relay;
CREATE INDEX job_failed ON job (connection_id, epoch, stopped_at)
  WHERE status = 'FAILED' AND array_size IS NULL AND NOT is_relay;
CREATE INDEX job_depends_on ON job USING gin ((detail -> 'dependsOn') jsonb_path_ops)
  WHERE detail ? 'dependsOn';

CREATE TABLE "attempt_packed" (
    "job_id" BIGINT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "seq" BIGINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "exit_code" INTEGER,
    "connection_id" SMALLINT NOT NULL,
    "n" SMALLINT NOT NULL,
    "interrupted" BOOLEAN NOT NULL DEFAULT false,
    "task" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "purchase" TEXT NOT NULL,
    "instance_id" TEXT,
    "zone" TEXT,
    "reason" TEXT,
    "status_reason" TEXT,
    "log_stream" TEXT
);

INSERT INTO "attempt_packed" ("job_id", "placed_at", "started_at", "stopped_at", "seq", "epoch", "exit_code", "connection_id",
  "n", "interrupted", "task", "environment", "purchase", "instance_id", "zone", "reason", "status_reason", "log_stream")
SELECT "job_id", "placed_at", "started_at", "stopped_at", "seq", "epoch", "exit_code", "connection_id", "n", "interrupted",
  regexp_replace("task_arn", '^arn:aws:ecs:[a-z0-9-]+:[0-9]{12}:task/', ''), "environment", "purchase", "instance_id", "zone",
  "reason", "status_reason",
  CASE WHEN "log_stream" LIKE '%/' || substring("task_arn" FROM '[0-9a-f]{32}$')
    THEN left("log_stream", -32) ELSE "log_stream" END
FROM "attempt" ORDER BY "job_id", "n";

DROP TABLE "attempt";
ALTER TABLE "attempt_packed" RENAME TO "attempt";
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_pkey" PRIMARY KEY ("job_id", "n");
CREATE INDEX "attempt_connection_id_epoch_instance_id_idx" ON "attempt"("connection_id", "epoch", "instance_id");
CREATE INDEX attempt_interrupted ON attempt (connection_id, epoch, stopped_at) WHERE interrupted;
CREATE INDEX attempt_open ON attempt (connection_id, epoch, environment) WHERE stopped_at IS NULL;

CREATE TABLE "charge_packed" (
    "job_id" BIGINT,
    "hour_at" TIMESTAMPTZ(3) NOT NULL,
    "milliseconds" BIGINT NOT NULL,
    "paid_nano_usd" BIGINT NOT NULL,
    "on_demand_nano_usd" BIGINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "attempt" SMALLINT,
    "lost" BOOLEAN NOT NULL DEFAULT false,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "kind" TEXT NOT NULL,
    "instance_id" TEXT,
    "environment" TEXT NOT NULL,
    "queue" TEXT,
    "purchase" TEXT NOT NULL
);

INSERT INTO "charge_packed" ("job_id", "hour_at", "milliseconds", "paid_nano_usd", "on_demand_nano_usd", "epoch",
  "connection_id", "attempt", "lost", "settled", "kind", "instance_id", "environment", "queue", "purchase")
SELECT "job_id", "hour_at", "milliseconds", "paid_nano_usd", "on_demand_nano_usd", "epoch", "connection_id", "attempt", "lost",
  "settled", "kind", "instance_id", "environment", "queue", "purchase"
FROM "charge" ORDER BY "id";

DROP TABLE "charge";
ALTER TABLE "charge_packed" RENAME TO "charge";
CREATE UNIQUE INDEX "charge_job_id_attempt_hour_at_key" ON "charge"("job_id", "attempt", "hour_at");
CREATE INDEX "charge_connection_id_epoch_hour_at_idx" ON "charge"("connection_id", "epoch", "hour_at");
CREATE INDEX "charge_connection_id_epoch_instance_id_idx" ON "charge"("connection_id", "epoch", "instance_id");
CREATE UNIQUE INDEX charge_instance_hour ON charge (connection_id, epoch, instance_id, hour_at, kind)
  WHERE job_id IS NULL;

-- Charts read the value at a bucket's end: a bucket that ended where it began says nothing.
ALTER TABLE "sample" DROP COLUMN "low", DROP COLUMN "high";

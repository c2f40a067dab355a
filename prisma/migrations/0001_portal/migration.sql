-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_token" (
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_try" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,

    CONSTRAINT "sign_in_try_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" SMALLSERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sim_epoch" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seed" BIGINT NOT NULL,
    "timing" JSONB NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "scenario" TEXT NOT NULL,
    "may_run_to" BIGINT NOT NULL,
    "speed" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "engine_version" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sim_epoch_pkey" PRIMARY KEY ("connection_id","epoch")
);

-- CreateTable
CREATE TABLE "sim_log" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "operation" TEXT,
    "input" BYTEA NOT NULL,
    "actor" TEXT NOT NULL,
    "engine_version" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sim_log_pkey" PRIMARY KEY ("connection_id","epoch","seq")
);

-- CreateTable
CREATE TABLE "sim_snapshot" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "input_seq" INTEGER NOT NULL,
    "change_seq" BIGINT NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "engine_version" TEXT NOT NULL,
    "state" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sim_snapshot_pkey" PRIMARY KEY ("connection_id","epoch","input_seq","at_ms")
);

-- CreateTable
CREATE TABLE "workload_blob" (
    "hash" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "jobs" INTEGER NOT NULL,
    "summary" JSONB NOT NULL,
    "rows" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workload_blob_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "recorder_cursor" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "up_to" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recorder_cursor_pkey" PRIMARY KEY ("connection_id","epoch")
);

-- CreateTable
CREATE TABLE "history_gap" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_gap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "aws_id" TEXT NOT NULL,
    "parent_aws_id" TEXT,
    "array_index" INTEGER,
    "array_size" INTEGER,
    "name" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "share" TEXT,
    "status" TEXT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "attempts_ended" SMALLINT NOT NULL,
    "status_reason" TEXT,
    "reason" TEXT,
    "exit_code" INTEGER,
    "is_cancelled" BOOLEAN NOT NULL DEFAULT false,
    "is_terminated" BOOLEAN NOT NULL DEFAULT false,
    "is_relay" BOOLEAN NOT NULL DEFAULT false,
    "milli_vcpus" INTEGER NOT NULL,
    "memory_mib" INTEGER NOT NULL,
    "gpus" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "cost_nano_usd" BIGINT,
    "lost_nano_usd" BIGINT,
    "saved_nano_usd" BIGINT,
    "detail" JSONB,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transition" (
    "job_id" BIGINT NOT NULL,
    "attempts_ended" SMALLINT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "seq" BIGINT NOT NULL,

    CONSTRAINT "transition_pkey" PRIMARY KEY ("job_id","attempts_ended","rank")
);

-- CreateTable
CREATE TABLE "job_note" (
    "job_id" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "status_reason" TEXT,
    "is_cancelled" BOOLEAN NOT NULL,
    "is_terminated" BOOLEAN NOT NULL,

    CONSTRAINT "job_note_pkey" PRIMARY KEY ("job_id","seq")
);

-- CreateTable
CREATE TABLE "attempt" (
    "job_id" BIGINT NOT NULL,
    "n" SMALLINT NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "task_arn" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "purchase" TEXT NOT NULL,
    "instance_id" TEXT,
    "zone" TEXT,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "exit_code" INTEGER,
    "reason" TEXT,
    "status_reason" TEXT,
    "log_stream" TEXT,
    "interrupted" BOOLEAN NOT NULL DEFAULT false,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("job_id","n")
);

-- CreateTable
CREATE TABLE "resource_version" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "document" JSONB,
    "edit" BOOLEAN NOT NULL,
    "by" JSONB,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "resource_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "instance_id" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "purchase" TEXT NOT NULL,
    "vcpus" INTEGER NOT NULL,
    "memory_mib" INTEGER NOT NULL,
    "gpus" SMALLINT NOT NULL,
    "state" TEXT NOT NULL,
    "pending_at" TIMESTAMPTZ(3),
    "running_at" TIMESTAMPTZ(3),
    "terminated_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("connection_id","epoch","instance_id")
);

-- CreateTable
CREATE TABLE "price_segment" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "instance_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "nano_usd_per_hour" BIGINT NOT NULL,

    CONSTRAINT "price_segment_pkey" PRIMARY KEY ("connection_id","epoch","instance_id","from_at")
);

-- CreateTable
CREATE TABLE "charge" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "job_id" BIGINT,
    "attempt" SMALLINT,
    "instance_id" TEXT,
    "environment" TEXT NOT NULL,
    "queue" TEXT,
    "purchase" TEXT NOT NULL,
    "hour_at" TIMESTAMPTZ(3) NOT NULL,
    "milliseconds" BIGINT NOT NULL,
    "paid_nano_usd" BIGINT NOT NULL,
    "on_demand_nano_usd" BIGINT NOT NULL,
    "lost" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waiting" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "queue" TEXT NOT NULL,
    "share" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "since_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),
    "count" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "waiting_pkey" PRIMARY KEY ("connection_id","epoch","queue","share","shape","cause","since_at")
);

-- CreateTable
CREATE TABLE "sample" (
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "series" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "bucket_at" TIMESTAMPTZ(3) NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("connection_id","epoch","series","level","bucket_at")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "measure" TEXT NOT NULL,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intent" (
    "id" UUID NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "operation" TEXT NOT NULL,
    "input" BYTEA NOT NULL,
    "actor" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "aws_job_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "intent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_try_account_at_idx" ON "sign_in_try"("account", "at");

-- CreateIndex
CREATE INDEX "sign_in_try_address_at_idx" ON "sign_in_try"("address", "at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_slug_key" ON "connection"("slug");

-- CreateIndex
CREATE INDEX "history_gap_connection_id_epoch_from_at_idx" ON "history_gap"("connection_id", "epoch", "from_at");

-- CreateIndex
CREATE INDEX "job_connection_id_epoch_created_at_id_idx" ON "job"("connection_id", "epoch", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "job_connection_id_epoch_queue_status_created_at_id_idx" ON "job"("connection_id", "epoch", "queue", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "job_connection_id_epoch_status_created_at_id_idx" ON "job"("connection_id", "epoch", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "job_connection_id_epoch_parent_aws_id_array_index_idx" ON "job"("connection_id", "epoch", "parent_aws_id", "array_index");

-- CreateIndex
CREATE UNIQUE INDEX "job_connection_id_epoch_aws_id_key" ON "job"("connection_id", "epoch", "aws_id");

-- CreateIndex
CREATE INDEX "attempt_connection_id_epoch_instance_id_idx" ON "attempt"("connection_id", "epoch", "instance_id");

-- CreateIndex
CREATE INDEX "resource_version_connection_id_epoch_kind_valid_to_idx" ON "resource_version"("connection_id", "epoch", "kind", "valid_to");

-- CreateIndex
CREATE INDEX "resource_version_connection_id_epoch_arn_valid_from_idx" ON "resource_version"("connection_id", "epoch", "arn", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "resource_version_connection_id_epoch_seq_key" ON "resource_version"("connection_id", "epoch", "seq");

-- CreateIndex
CREATE INDEX "instance_connection_id_epoch_environment_state_idx" ON "instance"("connection_id", "epoch", "environment", "state");

-- CreateIndex
CREATE INDEX "charge_connection_id_epoch_hour_at_idx" ON "charge"("connection_id", "epoch", "hour_at");

-- CreateIndex
CREATE INDEX "charge_job_id_attempt_idx" ON "charge"("job_id", "attempt");

-- CreateIndex
CREATE INDEX "charge_connection_id_epoch_instance_id_idx" ON "charge"("connection_id", "epoch", "instance_id");

-- CreateIndex
CREATE INDEX "waiting_connection_id_epoch_until_at_idx" ON "waiting"("connection_id", "epoch", "until_at");

-- CreateIndex
CREATE UNIQUE INDEX "series_connection_id_epoch_subject_name_measure_key" ON "series"("connection_id", "epoch", "subject", "name", "measure");

-- CreateIndex
CREATE INDEX "intent_connection_id_epoch_state_idx" ON "intent"("connection_id", "epoch", "state");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sim_epoch" ADD CONSTRAINT "sim_epoch_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

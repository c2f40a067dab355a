-- CreateTable
CREATE TABLE "bulk_operation" (
    "id" UUID NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "queue" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor_id" UUID,
    "actor" TEXT NOT NULL,
    "queues" TEXT[],
    "jobs" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "throttled" INTEGER NOT NULL DEFAULT 0,
    "problem" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "operation_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "aws_job_id" TEXT NOT NULL,
    "name" TEXT,
    "queue" TEXT,
    "state" TEXT NOT NULL,
    "message" TEXT,
    "intent_id" UUID,
    "new_aws_job_id" TEXT,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("operation_id","n")
);

-- CreateIndex
CREATE INDEX "bulk_operation_connection_id_epoch_started_at_idx" ON "bulk_operation"("connection_id", "epoch", "started_at");

-- CreateIndex
CREATE INDEX "bulk_item_operation_id_state_n_idx" ON "bulk_item"("operation_id", "state", "n");

-- CreateIndex
CREATE INDEX "bulk_item_aws_job_id_idx" ON "bulk_item"("aws_job_id");

-- CreateIndex
CREATE INDEX "bulk_item_new_aws_job_id_idx" ON "bulk_item"("new_aws_job_id");

-- AddForeignKey
ALTER TABLE "bulk_operation" ADD CONSTRAINT "bulk_operation_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "bulk_operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

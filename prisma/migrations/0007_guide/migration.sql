-- CreateTable
CREATE TABLE "guide" (
    "id" UUID NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "jobs" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor_id" UUID,
    "actor" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "replacements" JSONB NOT NULL,
    "steps" JSONB NOT NULL,
    "calls" JSONB NOT NULL,
    "note" TEXT,
    "problem" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guide_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "guide_connection_id_epoch_kind_name_idx" ON "guide"("connection_id", "epoch", "kind", "name");

-- AddForeignKey
ALTER TABLE "guide" ADD CONSTRAINT "guide_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One open guide for each resource, whoever asks at the same moment.
CREATE UNIQUE INDEX guide_one_open ON guide (connection_id, epoch, kind, name) WHERE ended_at IS NULL;

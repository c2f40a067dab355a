-- AlterTable
ALTER TABLE "user" ADD COLUMN     "scope" JSONB NOT NULL DEFAULT '{"connections":"all"}';

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_created_at_idx" ON "invitation"("created_at");

-- What happened to one thing, and what one person did, newest first.
CREATE INDEX entry_by_subject ON audit.entry (subject, recorded_at DESC, id DESC);

-- Calls by access key, which Activity reads beside the audit log.
CREATE INDEX sim_log_by_key ON sim_log (connection_id, recorded_at DESC, seq DESC) WHERE actor LIKE 'access key %';

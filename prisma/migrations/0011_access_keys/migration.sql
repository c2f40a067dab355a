-- CreateTable
CREATE TABLE "access_key" (
    "id" TEXT NOT NULL,
    "connection_id" SMALLINT NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "from_environment" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "access_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_key_connection_id_idx" ON "access_key"("connection_id");

-- AddForeignKey
ALTER TABLE "access_key" ADD CONSTRAINT "access_key_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "aws_connection" (
    "connection_id" SMALLINT NOT NULL,
    "credentials" TEXT NOT NULL,
    "profile" TEXT,
    "role_arn" TEXT,
    "access_key_id" TEXT,
    "secret" BYTEA,
    "endpoint" TEXT,
    "allow_private" BOOLEAN NOT NULL DEFAULT false,
    "calls_per_second" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "aws_connection_pkey" PRIMARY KEY ("connection_id")
);

-- AddForeignKey
ALTER TABLE "aws_connection" ADD CONSTRAINT "aws_connection_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

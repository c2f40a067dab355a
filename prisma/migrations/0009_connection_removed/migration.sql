-- Since when a connection is being removed: it is gone for everybody, and its history goes bit by bit.
ALTER TABLE "connection" ADD COLUMN "removed_at" TIMESTAMPTZ(3);

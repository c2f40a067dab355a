-- One charge for each attempt and hour, and for each instance, hour and kind: seen twice it is written once.
ALTER TABLE "charge" ADD COLUMN     "settled" BOOLEAN NOT NULL DEFAULT false;
DROP INDEX "charge_job_id_attempt_idx";
CREATE UNIQUE INDEX "charge_job_id_attempt_hour_at_key" ON "charge"("job_id", "attempt", "hour_at");
CREATE UNIQUE INDEX charge_instance_hour ON charge (connection_id, epoch, instance_id, hour_at, kind)
  WHERE job_id IS NULL;

-- What instances cost while no attempt had them, by hour: few rows among the charges of attempts.
CREATE INDEX charge_idle_hour ON charge (connection_id, epoch, hour_at) WHERE job_id IS NULL;

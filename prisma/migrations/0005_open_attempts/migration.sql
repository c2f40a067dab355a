-- What runs now, by environment and host: a handful of rows however long the history.
CREATE INDEX attempt_open ON attempt (connection_id, epoch, environment) WHERE stopped_at IS NULL;

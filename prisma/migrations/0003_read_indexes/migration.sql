-- Counts by queue, state and definition, without array parents and relays, from the index alone.
CREATE INDEX job_counted ON job (connection_id, epoch, queue, status, definition)
  WHERE array_size IS NULL AND NOT is_relay;

-- The list shows no children: newest first, of everything or of one definition.
CREATE INDEX job_listed ON job (connection_id, epoch, created_at DESC, id DESC)
  WHERE parent_aws_id IS NULL AND NOT is_relay;
CREATE INDEX job_listed_by_definition ON job (connection_id, epoch, definition, created_at DESC, id DESC)
  WHERE parent_aws_id IS NULL AND NOT is_relay;
CREATE INDEX job_array_parent ON job (connection_id, epoch, created_at DESC, id DESC)
  WHERE array_size IS NOT NULL;

-- Children of an array by state, from the index alone.
CREATE INDEX job_child ON job (connection_id, epoch, parent_aws_id, status)
  WHERE parent_aws_id IS NOT NULL;

CREATE INDEX job_relay ON job (connection_id, epoch) WHERE is_relay;

-- What ended lately, and what failed lately.
CREATE INDEX job_ended ON job (connection_id, epoch, stopped_at)
  WHERE stopped_at IS NOT NULL AND array_size IS NULL AND NOT is_relay;
CREATE INDEX job_failed ON job (connection_id, epoch, stopped_at)
  WHERE status = 'FAILED' AND array_size IS NULL AND NOT is_relay;

-- Who waits for a job.
CREATE INDEX job_depends_on ON job USING gin ((detail -> 'dependsOn') jsonb_path_ops)
  WHERE detail ? 'dependsOn';

CREATE INDEX attempt_interrupted ON attempt (connection_id, epoch, stopped_at) WHERE interrupted;
CREATE INDEX instance_ended ON instance (connection_id, epoch, environment, terminated_at);

-- The last edit of each resource, past the many versions that only AWS moved.
CREATE INDEX resource_edited ON resource_version (connection_id, epoch, arn, valid_from DESC) WHERE edit;

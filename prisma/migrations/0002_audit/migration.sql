-- Who did what: only ever added to, by month, outside of the schema that Prisma manages.
CREATE SCHEMA audit;

CREATE TABLE audit.entry (
  id            uuid NOT NULL,
  -- The same for what was attempted and what came of it.
  attempt_id    uuid NOT NULL,
  phase         text NOT NULL CHECK (phase IN ('attempted', 'succeeded', 'failed')),
  at            timestamptz(3) NOT NULL,
  actor_id      uuid,
  actor         text NOT NULL,
  action        text NOT NULL,
  permission    text,
  connection_id smallint,
  subject       text,
  address       text NOT NULL,
  user_agent    text,
  input         jsonb,
  before        jsonb,
  after         jsonb,
  masked        text[] NOT NULL DEFAULT '{}',
  error         jsonb,
  recorded_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);

CREATE INDEX entry_by_time ON audit.entry (recorded_at DESC, id DESC);
CREATE INDEX entry_by_attempt ON audit.entry (attempt_id);
CREATE INDEX entry_by_actor ON audit.entry (actor_id, recorded_at DESC);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is only added to: % on %.% is refused.', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER entry_is_not_emptied BEFORE TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Makes the partitions of this month and of as many months ahead as asked (0 to 24); returns how many were missing.
-- It runs as its owner, so that a portal whose role owns nothing can still keep itself supplied.
CREATE FUNCTION audit.make_partitions(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  month_start timestamptz;
  month_end   timestamptz;
  partition   text;
  made        integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('batchdeck audit partitions', 0));
  FOR ahead IN 0 .. least(greatest(months_ahead, 0), 24) LOOP
    month_start := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)) AT TIME ZONE 'UTC';
    month_end := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead + 1)) AT TIME ZONE 'UTC';
    partition := 'entry_' || to_char(month_start AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('audit.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.entry FOR VALUES FROM (%L) TO (%L)',
        partition, month_start, month_end);
      EXECUTE format('CREATE TRIGGER entry_is_not_emptied BEFORE TRUNCATE ON audit.%I
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', partition);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;

SELECT audit.make_partitions(3);

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Pool, PoolClient, Seal } from '@/lib/db';
import type { Genesis, Input, Timing } from '@/lib/simulator';
import type { Pace, TakenSnapshot } from './messages';

const squeeze = promisify(gzip);
const expand = promisify(gunzip);
const KEPT_SNAPSHOTS = 2;

/** Which run of which connection. */
export interface EpochKey {
  connectionId: number;
  epoch: number;
}

export interface EpochRow {
  genesis: Pick<Genesis, 'seed' | 'timing' | 'startAt'>;
  /** The scenario, as JSON. */
  scenario: string;
  mayRunTo: number;
  pace: Pace;
  engineVersion: string;
}

/** Another process has written this log: two simulators must never serve one epoch. Match it by name. */
export class SecondWriterError extends Error {
  override readonly name = 'SecondWriterError';
}

/** Epochs, log and snapshots of one simulated connection in Postgres. All times written as `recordedAt` come from `clock`. */
export class EpochStore {
  constructor(
    private readonly pool: Pool,
    private readonly key: EpochKey,
    private readonly seal: Seal,
    private readonly clock: () => number,
    private readonly engineVersion: string,
  ) {}

  async readEpoch(): Promise<EpochRow | null> {
    const { rows } = await this.pool.query<{
      seed: string;
      timing: Timing;
      start_at: Date;
      scenario: string;
      may_run_to: string;
      speed: string;
      paused: boolean;
      engine_version: string;
    }>('SELECT * FROM sim_epoch WHERE connection_id = $1 AND epoch = $2', this.place());
    const row = rows[0];
    if (row === undefined) return null;
    return {
      genesis: { seed: Number(row.seed), timing: row.timing, startAt: row.start_at.getTime() },
      scenario: row.scenario,
      mayRunTo: Number(row.may_run_to),
      pace: { speed: row.speed === 'max' ? 'max' : Number(row.speed), paused: row.paused },
      engineVersion: row.engine_version,
    };
  }

  /** Opens the epoch with its first inputs, both or neither. */
  async create(row: EpochRow, entries: Input[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO sim_epoch (connection_id, epoch, seed, timing, start_at, scenario, may_run_to, speed, paused, engine_version, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...this.place(),
          row.genesis.seed,
          JSON.stringify(row.genesis.timing),
          new Date(row.genesis.startAt),
          row.scenario,
          row.mayRunTo,
          String(row.pace.speed),
          row.pace.paused,
          row.engineVersion,
          new Date(this.clock()),
        ],
      );
      await this.insert(client, this.sealed(entries));
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw isConflict(error) ? this.secondWriter() : error;
    } finally {
      client.release();
    }
  }

  /** Encrypts entries for `append`; the same sealed rows may be appended again where the outcome was lost. */
  sealed(entries: Input[]): SealedEntry[] {
    return entries.map((input) => ({
      seq: input.seq,
      at: input.at,
      kind: input.kind,
      operation: 'operation' in input ? input.operation : null,
      input: this.seal.close(Buffer.from(JSON.stringify(input)), this.placeOf(input.seq)),
      actor: 'principal' in input ? input.principal.actor : 'scenario',
    }));
  }

  /** One INSERT for all. Rows that stand there already are accepted only if they are these very rows. */
  async append(entries: SealedEntry[]): Promise<void> {
    try {
      await this.insert(this.pool, entries);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (!(await this.isOwn(entries))) throw this.secondWriter();
    }
  }

  /** Inputs after `afterSeq`, in order; all of them, or at most `limit`. */
  async readLog(afterSeq: number, limit: number | null = null): Promise<Input[]> {
    const { rows } = await this.pool.query<{ seq: number; input: Buffer }>(
      'SELECT seq, input FROM sim_log WHERE connection_id = $1 AND epoch = $2 AND seq > $3 ORDER BY seq LIMIT $4',
      [...this.place(), afterSeq, limit],
    );
    return rows.map(({ seq, input }) => asInput(JSON.parse(this.seal.open(input, this.placeOf(seq)).toString())));
  }

  /** Sequence and instant of the newest input; null in an empty log. */
  async lastEntry(): Promise<{ seq: number; at: number } | null> {
    const { rows } = await this.pool.query<{ seq: number; at_ms: string }>(
      'SELECT seq, at_ms FROM sim_log WHERE connection_id = $1 AND epoch = $2 ORDER BY seq DESC LIMIT 1',
      this.place(),
    );
    return rows[0] === undefined ? null : { seq: rows[0].seq, at: Number(rows[0].at_ms) };
  }

  async allowRunTo(to: number): Promise<void> {
    await this.pool.query(
      'UPDATE sim_epoch SET may_run_to = GREATEST(may_run_to, $3) WHERE connection_id = $1 AND epoch = $2',
      [...this.place(), to],
    );
  }

  async savePace(pace: Pace): Promise<void> {
    await this.pool.query('UPDATE sim_epoch SET speed = $3, paused = $4 WHERE connection_id = $1 AND epoch = $2', [
      ...this.place(),
      String(pace.speed),
      pace.paused,
    ]);
  }

  async saveEngine(): Promise<void> {
    await this.pool.query('UPDATE sim_epoch SET engine_version = $3 WHERE connection_id = $1 AND epoch = $2', [
      ...this.place(),
      this.engineVersion,
    ]);
  }

  /** Tells history that what was recorded before may differ from what a new engine makes of the same log. */
  async noteGap(from: number, to: number, reason: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO history_gap (connection_id, epoch, from_at, to_at, reason, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [...this.place(), new Date(from), new Date(to), reason, new Date(this.clock())],
    );
  }

  /** Sequence of the last change that history has committed; 0 where there is none. */
  async recordedSeq(): Promise<number> {
    const { rows } = await this.pool.query<{ seq: string }>(
      'SELECT seq FROM recorder_cursor WHERE connection_id = $1 AND epoch = $2',
      this.place(),
    );
    return Number(rows[0]?.seq ?? 0);
  }

  /** The newest state of this engine that is no newer than `recordedSeq`. */
  async readSnapshot(recordedSeq: number): Promise<(Omit<TakenSnapshot, 'changeSeq'> & { changeSeq: number }) | null> {
    const { rows } = await this.pool.query<{ input_seq: number; change_seq: string; at_ms: string; state: Buffer }>(
      `SELECT input_seq, change_seq, at_ms, state FROM sim_snapshot
       WHERE connection_id = $1 AND epoch = $2 AND engine_version = $3 AND change_seq <= $4
       ORDER BY input_seq DESC, at_ms DESC LIMIT 1`,
      [...this.place(), this.engineVersion, recordedSeq],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const at = Number(row.at_ms);
    const state = await expand(this.seal.open(row.state, this.snapshotPlace(row.input_seq, at)));
    return { state, inputSeq: row.input_seq, changeSeq: Number(row.change_seq), at };
  }

  /** Stores a state whose inputs are durable and whose changes are recorded, and drops all but the newest two. */
  async saveSnapshot(snapshot: TakenSnapshot): Promise<void> {
    const packed = await squeeze(snapshot.state, { level: 1 });
    const state = this.seal.close(packed, this.snapshotPlace(snapshot.inputSeq, snapshot.at));
    await this.pool.query(
      `INSERT INTO sim_snapshot (connection_id, epoch, input_seq, change_seq, at_ms, engine_version, state, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (connection_id, epoch, input_seq, at_ms)
       DO UPDATE SET change_seq = EXCLUDED.change_seq, engine_version = EXCLUDED.engine_version, state = EXCLUDED.state`,
      [
        ...this.place(),
        snapshot.inputSeq,
        snapshot.changeSeq,
        snapshot.at,
        this.engineVersion,
        state,
        new Date(this.clock()),
      ],
    );
    await this.pool.query(
      `DELETE FROM sim_snapshot WHERE connection_id = $1 AND epoch = $2 AND (input_seq, at_ms) NOT IN
       (SELECT input_seq, at_ms FROM sim_snapshot WHERE connection_id = $1 AND epoch = $2
        ORDER BY input_seq DESC, at_ms DESC LIMIT ${KEPT_SNAPSHOTS})`,
      this.place(),
    );
  }

  private async insert(to: Pool | PoolClient, entries: SealedEntry[]): Promise<void> {
    await to.query({
      name: 'append-log',
      text: `INSERT INTO sim_log (connection_id, epoch, seq, at_ms, kind, operation, input, actor, engine_version, recorded_at)
       SELECT $1, $2, e.seq, e.at_ms, e.kind, e.operation, e.input, e.actor, $9, $10
       FROM unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::text[])
         AS e(seq, at_ms, kind, operation, input, actor)`,
      values: [
        ...this.place(),
        entries.map((entry) => entry.seq),
        entries.map((entry) => entry.at),
        entries.map((entry) => entry.kind),
        entries.map((entry) => entry.operation),
        entries.map((entry) => entry.input),
        entries.map((entry) => entry.actor),
        this.engineVersion,
        new Date(this.clock()),
      ],
    });
  }

  private async isOwn(entries: SealedEntry[]): Promise<boolean> {
    const { rows } = await this.pool.query<{ seq: number; input: Buffer }>(
      'SELECT seq, input FROM sim_log WHERE connection_id = $1 AND epoch = $2 AND seq = ANY($3::int[])',
      [...this.place(), entries.map((entry) => entry.seq)],
    );
    const stored = new Map(rows.map((row) => [row.seq, row.input]));
    return entries.every((entry) => stored.get(entry.seq)?.equals(entry.input) === true);
  }

  private secondWriter(): SecondWriterError {
    const { connectionId, epoch } = this.key;
    return new SecondWriterError(
      `Another process writes the log of connection ${connectionId}, epoch ${epoch}: this simulator has stopped so as not to fork its history. Stop the other process, then start again.`,
    );
  }

  private place(): [number, number] {
    return [this.key.connectionId, this.key.epoch];
  }

  private placeOf(seq: number): string {
    return `Input ${seq} of connection ${this.key.connectionId}, epoch ${this.key.epoch}`;
  }

  private snapshotPlace(inputSeq: number, at: number): string {
    return `Snapshot ${inputSeq}@${at} of connection ${this.key.connectionId}, epoch ${this.key.epoch}`;
  }
}

export interface SealedEntry {
  seq: number;
  at: number;
  kind: string;
  operation: string | null;
  input: Buffer;
  actor: string;
}

/** What was sealed under this key and place was an Input: GCM vouches for it. */
function asInput(value: unknown): Input {
  return value as Input;
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

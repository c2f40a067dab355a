import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import type { QueryArrayResult } from 'pg';

const CHAR = 18;
const BPCHAR = 1042;
/** `ColumnTypeEnum.Character` of the adapter's protocol. */
const CHARACTER = 6;

/**
 * PrismaPg refuses the catalogue's columns of type "char", which the schema engine reads. This one hands them over as
 * characters.
 */
export class CharAwarePg extends PrismaPg implements SqlMigrationAwareDriverAdapterFactory {
  override async connect() {
    const adapter = await super.connect();
    patch(adapter);
    return adapter;
  }
}

interface PerformsIo {
  performIO(query: SqlQuery): Promise<QueryArrayResult<unknown[]>>;
}

function patch(adapter: SqlDriverAdapter): void {
  const inner = performerIn(adapter);
  const performIo = inner.performIO.bind(inner);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charColumns = new WeakMap<object, number[]>();
  inner.performIO = async (query) => {
    const result = await performIo(query);
    const columns = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
    if (columns.length === 0) return result;
    for (const row of result.rows) for (const column of columns) if (row[column] === '') row[column] = '\0';
    charColumns.set(result.rows, columns);
    const fields = result.fields.map((field) => (field.dataTypeID === CHAR ? { ...field, dataTypeID: BPCHAR } : field));
    return { ...result, fields };
  };
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    for (const column of charColumns.get(answer.rows) ?? []) answer.columnTypes[column] = CHARACTER;
    return answer;
  };
}

/** The adapter's private method, checked to be there; its result is what pg gives with `rowMode: 'array'`. */
function performerIn(adapter: unknown): PerformsIo {
  if (typeof adapter === 'object' && adapter !== null && 'performIO' in adapter) return adapter as PerformsIo;
  throw new Error('@prisma/adapter-pg has no performIO any more: mend scripts/migration/char-columns.ts');
}

/** What a column holds: bytes, 32-bit integers, or doubles (times in ms, amounts). `none`: -1, not 0, until it is set. */
export type ColumnKind = 'u8' | 'i32' | 'f64' | 'i32-none' | 'f64-none';
export type Shape = Readonly<Record<string, ColumnKind>>;
export type Column = Uint8Array | Int32Array | Float64Array;
type ColumnOf<K extends ColumnKind> = K extends 'u8'
  ? Uint8Array
  : K extends `i32${string}`
    ? Int32Array
    : Float64Array;
type ColumnsOf<S extends Shape> = { [K in keyof S]: ColumnOf<S[K]> };

/** Rows as typed arrays that grow together. Hold `columns`, never an array of it, across an append. */
export interface Table<S extends Shape> {
  readonly shape: S;
  readonly columns: ColumnsOf<S>;
  count: number;
  capacity: number;
}

// Rows are only ever numbers that an append gave out, so an element read is always there.
export const u8 = (column: Uint8Array, row: number): number => column[row] as number;
export const i32 = (column: Int32Array, row: number): number => column[row] as number;
export const f64 = (column: Float64Array, row: number): number => column[row] as number;

/** A column of a kind with nothing set. */
export function newColumn(kind: ColumnKind, length: number): Column {
  if (kind === 'u8') return new Uint8Array(length);
  const column = kind.startsWith('i32') ? new Int32Array(length) : new Float64Array(length);
  return kind.endsWith('none') ? column.fill(-1) : column;
}

// Guarantee: each name of the shape gets the column of its kind, once, in the shape's order. The copy matters: engines
// keep an object that was filled by computed names as a hash table, and a copy of it as fields.
function asColumns<S extends Shape>(columns: Record<string, Column>): ColumnsOf<S> {
  return { ...columns } as ColumnsOf<S>;
}

export function createTable<S extends Shape>(shape: S, capacity: number): Table<S> {
  const columns: Record<string, Column> = {};
  for (const [name, kind] of Object.entries(shape)) columns[name] = newColumn(kind, capacity);
  return { shape, columns: asColumns<S>(columns), count: 0, capacity };
}

/** Appends rows with nothing set and gives the first one's number. */
export function appendRows<S extends Shape>(table: Table<S>, rows: number): number {
  const first = table.count;
  const count = first + rows;
  if (count > table.capacity) grow(table, Math.max(count, table.capacity * 2));
  table.count = count;
  return first;
}

/** Makes room for rows that are known to come, so that they need no copying on the way. */
export function reserveRows<S extends Shape>(table: Table<S>, rows: number): void {
  if (table.count + rows > table.capacity) grow(table, table.count + rows);
}

function grow<S extends Shape>(table: Table<S>, capacity: number): void {
  const columns: Record<string, Column> = table.columns;
  for (const [name, kind] of Object.entries(table.shape)) {
    const wider = newColumn(kind, capacity);
    const old = columns[name];
    if (old !== undefined) wider.set(old);
    columns[name] = wider;
  }
  table.capacity = capacity;
}

/** One line of the bench: what was measured, against which baseline run beside it. */
export interface BenchRow {
  name: string;
  /** What the product did, in `unit`. */
  product: number;
  /** The same by the baseline. */
  baseline: number;
  unit: string;
  /** The baseline in words. */
  against: string;
  /** How the two compare: product / baseline where more is better, the other way round where less is. */
  ratio: number;
  /** The ratio to reach, and whether it was. */
  goal: string;
  met: boolean;
  /** What the run was: sizes, repetitions. */
  note: string;
}

const COLUMNS = ['what', 'product', 'baseline', 'ratio', 'goal', 'met', 'against'] as const;

/** The rows as an aligned table, one string a line. */
export function benchTable(rows: readonly BenchRow[]): string[] {
  const cells = [
    [...COLUMNS],
    ...rows.map((row) => [
      row.name,
      `${round(row.product)} ${row.unit}`,
      `${round(row.baseline)} ${row.unit}`,
      `${row.ratio.toFixed(2)}×`,
      row.goal,
      row.met ? 'yes' : 'no',
      `${row.against}; ${row.note}`,
    ]),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

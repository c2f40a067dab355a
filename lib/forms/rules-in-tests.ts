import { type JsonObject, type JsonValue, type Problem, pathOf, withValueAt } from '.';

export type Change = readonly [path: string, value: JsonValue | undefined];
export type Row = readonly [changes: readonly Change[], path: string, message: RegExp];

/** A document with some members changed. */
export const changed = (document: JsonObject, changes: readonly Change[]) =>
  changes.reduce((now, [path, value]) => withValueAt(now, pathOf(path), value), document);

/** A list of so many. */
export const list = (count: number, of: (at: number) => JsonValue) => Array.from({ length: count }, (_, at) => of(at));

/** The sentences at a path. */
export function saidAt(problems: readonly Problem[], path: string): string[] {
  return problems.flatMap((problem) => (problem.path === path ? [problem.message] : []));
}

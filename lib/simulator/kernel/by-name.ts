/**
 * A record by names that clients choose: without a prototype, so that `toString` or `__proto__` are names like any other.
 * `from` is what it holds, as a snapshot gives it.
 */
export function byName<Value>(from: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  const empty: Record<string, Value> = Object.create(null);
  return Object.assign(empty, from);
}

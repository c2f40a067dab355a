/** Whether a JSON value says nothing: absent, null, an empty text or list, or an object of such members. */
export function isEmptyJson(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isEmptyJson);
}

/** Deep equality of JSON, in which an absent member is like an empty one. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return isEmptyJson(a) && isEmptyJson(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return isEmptyJson(a) && isEmptyJson(b);
    return a.length === b.length && a.every((one, index) => isSameJson(one, b[index]));
  }
  const [left, right] = [recordOf(a), recordOf(b)];
  return (
    Object.keys(left).every((name) => isSameJson(left[name], memberOf(right, name))) &&
    Object.keys(right).every((name) => Object.hasOwn(left, name) || isEmptyJson(right[name]))
  );
}

/** A member of an object by a name from outside: never one of its prototype's. */
export function memberOf(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is an object, else one without members. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

import {
  isAtOrBelow,
  isSame,
  type JsonObject,
  type JsonValue,
  joined,
  pathOf,
  pathText,
  valueAt,
  withValueAt,
} from '@/lib/forms';

/**
 * A call with one member set (undefined takes it out). In an edit (`base` given) what equals the base leaves the call, so
 * that it holds changes only; `wholes` are members that AWS replaces as one, so a change beneath writes the whole of it.
 */
export function changedCall(
  call: JsonObject,
  path: string,
  value: JsonValue | undefined,
  base: JsonObject | null,
  wholes: readonly string[],
): JsonObject {
  if (base === null) return withValueAt(call, pathOf(path), value);
  const whole = wholes.find((one) => one !== path && isAtOrBelow(path, one));
  if (whole !== undefined) {
    const steps = pathOf(whole);
    const before = valueAt(call, steps) ?? valueAt(base, steps) ?? {};
    const rest = pathOf(path).slice(steps.length);
    const after = withValueAt({ whole: before }, ['whole', ...rest], value).whole;
    return changedCall(call, whole, after, base, []);
  }
  const isBack = isSame(value, valueAt(base, pathOf(path)));
  return withValueAt(call, pathOf(path), isBack ? undefined : value);
}

/** What an edit comes to: its base with the call's members over it. */
export function outcomeOf(base: JsonObject | null, call: JsonObject, wholes: readonly string[]): JsonObject {
  if (base === null) return call;
  return wholes.reduce(
    (outcome, whole) => {
      const given = valueAt(call, pathOf(whole));
      return given === undefined ? outcome : withValueAt(outcome, pathOf(whole), given);
    },
    joined(base, call),
  );
}

/** An edit's call over a newer base: what the base says by now leaves the call; `keep` (who is changed) stays always. */
export function rebased(call: JsonObject, base: JsonObject, keep: readonly string[]): JsonObject {
  const leave = (members: JsonObject, path: readonly string[]): JsonObject => {
    let result: JsonObject = members;
    for (const [name, value] of Object.entries(members)) {
      const at = [...path, name];
      if (keep.includes(pathText(at))) continue;
      if (isSame(value, valueAt(base, at))) result = withValueAt(result, [name], undefined);
      else if (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        valueAt(base, at) !== undefined
      ) {
        const inner = leave(value, at);
        result = withValueAt(result, [name], Object.keys(inner).length === 0 ? undefined : inner);
      }
    }
    return result;
  };
  return leave(call, []);
}

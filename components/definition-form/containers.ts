import { isObject, type JsonObject, type JsonValue } from '@/lib/forms';

/** What a container asks for, as the list AWS keeps. */
export function requirementIn(value: JsonValue | undefined, type: string): string {
  const found = (Array.isArray(value) ? value : []).find((one) => isObject(one) && one.type === type);
  return isObject(found) && typeof found.value === 'string' ? found.value : '';
}

/** The list with one requirement set; an empty text takes it out. Others stay where they are. */
export function withRequirement(value: JsonValue | undefined, type: string, text: string): JsonValue | undefined {
  const list: JsonValue[] = Array.isArray(value) ? [...value] : [];
  const at = list.findIndex((one) => isObject(one) && one.type === type);
  if (text === '') {
    if (at >= 0) list.splice(at, 1);
  } else if (at >= 0) list[at] = { type, value: text };
  else list.push({ type, value: text });
  return list.length === 0 ? undefined : list;
}

/** Where one requirement stands in the call. */
export function requirementPath(value: JsonValue | undefined, path: string, type: string): string {
  const at = (Array.isArray(value) ? value : []).findIndex((one) => isObject(one) && one.type === type);
  return at < 0 ? path : `${path}[${at}].value`;
}

/** The container that a change of kind carries over: the definition's own, else that of its first nodes. */
export function firstContainer(document: JsonObject): JsonObject {
  if (isObject(document.containerProperties)) return document.containerProperties;
  const nodes = isObject(document.nodeProperties) ? document.nodeProperties.nodeRangeProperties : undefined;
  const [first] = Array.isArray(nodes) ? nodes : [];
  return isObject(first) && isObject(first.container) ? first.container : {};
}

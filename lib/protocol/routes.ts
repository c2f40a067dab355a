import * as sdk from '@aws-sdk/client-batch';
import { RequestError } from './request-error';
import { type StructureShape, structureOf } from './shapes';

/** One operation of the API: how it is reached, what it takes and gives. */
export interface Operation {
  name: string;
  method: string;
  /** Path as in the model, e.g. `/v1/tags/{resourceArn}`. */
  path: string;
  input: StructureShape;
  output: StructureShape;
}

/** A request's operation, with the text of its path's labels. */
export interface Route {
  operation: Operation;
  labels: Readonly<Record<string, string>>;
}

const OPERATION_ID = 9;

function httpTrait(traits: unknown): { method: string; path: string } {
  if (typeof traits === 'object' && traits !== null && 'http' in traits && Array.isArray(traits.http)) {
    const [method, path] = traits.http;
    if (typeof method === 'string' && typeof path === 'string') return { method, path };
  }
  throw new Error('An operation among the SDK’s schemas has no HTTP trait.');
}

function readOperations(): Operation[] {
  const found: Operation[] = [];
  for (const [key, schema] of Object.entries<unknown>(sdk)) {
    if (!key.endsWith('$') || !Array.isArray(schema) || schema[0] !== OPERATION_ID) continue;
    const [, , name, traits, input, output] = schema;
    found.push({ name: String(name), ...httpTrait(traits), input: structureOf(input), output: structureOf(output) });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every operation that the SDK knows, by name. */
export const OPERATIONS_OF_API: ReadonlyMap<string, Operation> = new Map(
  readOperations().map((operation) => [operation.name, operation]),
);

const fixed = new Map<string, Operation>();
const labelled: { method: string; prefix: string; label: string; operation: Operation }[] = [];
for (const operation of OPERATIONS_OF_API.values()) {
  const brace = operation.path.indexOf('{');
  if (brace < 0) fixed.set(`${operation.method} ${operation.path}`, operation);
  else {
    const prefix = operation.path.slice(0, brace);
    labelled.push({ method: operation.method, prefix, label: operation.path.slice(brace + 1, -1), operation });
  }
}

function labelledAt(method: string, path: string): (typeof labelled)[number] | undefined {
  return labelled.find(
    (entry) => entry.method === method && path.startsWith(entry.prefix) && path.length > entry.prefix.length,
  );
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RequestError('ClientException', 'The path holds a percent sign that is no escape of UTF-8.');
  }
}

/** Finds the operation that a request means. Throws RequestError (UnknownOperationException, 404) when there is none. */
export function route(method: string, path: string): Route {
  const operation = fixed.get(`${method} ${path}`);
  if (operation !== undefined) return { operation, labels: {} };
  const entry = labelledAt(method, path);
  if (entry !== undefined) {
    return { operation: entry.operation, labels: { [entry.label]: decodeLabel(path.slice(entry.prefix.length)) } };
  }
  throw new RequestError('UnknownOperationException', `AWS Batch has no operation at ${method} ${path.slice(0, 200)}`);
}

/** Name of the operation that a request means; null when there is none. */
export function operationAt(method: string, path: string): string | null {
  const operation = fixed.get(`${method} ${path}`) ?? labelledAt(method, path)?.operation;
  return operation?.name ?? null;
}

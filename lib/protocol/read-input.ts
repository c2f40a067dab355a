import { decodeInput } from './decode';
import { RequestError } from './request-error';
import { OPERATIONS_OF_API } from './routes';

/** An operation's input as its schema has it, or what is wrong with it, named by its path. */
export type ReadInput = { ok: true; input: object } | { ok: false; message: string };

/**
 * Checks an input that did not come over the wire (a scenario's resource) as `handle` checks one that did. Machines trust
 * what they are given, so nothing may reach one unchecked.
 */
export function readInput(operation: string, value: unknown): ReadInput {
  const found = OPERATIONS_OF_API.get(operation);
  if (found === undefined) return { ok: false, message: `AWS Batch has no operation ${operation}.` };
  try {
    return { ok: true, input: decodeInput(value, found.input) };
  } catch (error) {
    if (error instanceof RequestError) return { ok: false, message: error.message };
    throw error;
  }
}

import { readInput } from '@/lib/protocol';
import { ScenarioError } from './scenario-error';

type CallInput = Record<string, unknown>;

interface Calls {
  resources: { operation: string; input: CallInput }[];
  calls: { operation: string; input: CallInput }[];
  arrivals: { jobs: CallInput[] }[];
}

function checked(operation: string, input: CallInput, where: string): CallInput {
  const read = readInput(operation, input);
  if (!read.ok)
    throw new ScenarioError(`The scenario's ${where} is no ${operation} that AWS Batch takes: ${read.message}`);
  return Object.fromEntries(Object.entries(read.input));
}

/**
 * A scenario whose calls hold what AWS's schemas allow, as a request over the wire would: a machine trusts its inputs.
 * Throws a ScenarioError that names the call and the member.
 */
export function withCheckedCalls<File extends Calls>(file: File): File {
  return {
    ...file,
    resources: file.resources.map((resource, index) => ({
      ...resource,
      input: checked(resource.operation, resource.input, `resources[${index}]`),
    })),
    calls: file.calls.map((call, index) => ({
      ...call,
      input: checked(call.operation, call.input, `calls[${index}]`),
    })),
    arrivals: file.arrivals.map((source, index) => ({
      ...source,
      jobs: source.jobs.map((job, at) => checked('SubmitJob', job, `arrivals[${index}].jobs[${at}]`)),
    })),
  };
}

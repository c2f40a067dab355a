import type { Principal, Simulator } from '../contract';
import { createSimulator } from '../simulator';
import { START } from '../test-machine';
import { definition, ec2, fargate, queueOn, sized } from './sample-calls';

export const principal: Principal = { actor: 'test', source: 'simulate' };

/** A call that must succeed, and a second of time after it. */
export function done(simulator: Simulator, operation: string, input: object): Record<string, unknown> {
  const result = simulator.call(operation, input, principal);
  if (!result.ok) throw new Error(`${operation}: ${result.error.message}`);
  simulator.advance(simulator.now() + 1000);
  return { ...result.output };
}

/** Environments `fleet`, `arm`, `tasks`; queues `main`, `closed` on EC2 and `serverless`; definitions; an array of three. */
export function world(): { simulator: Simulator; array: string; single: string } {
  const simulator = createSimulator({
    seed: 3,
    timing: 'ideal',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  done(simulator, 'CreateComputeEnvironment', ec2('fleet'));
  done(simulator, 'CreateComputeEnvironment', ec2('arm', { instanceTypes: ['m6g'] }));
  done(simulator, 'CreateComputeEnvironment', fargate('tasks'));
  done(simulator, 'CreateJobQueue', queueOn('main', 'fleet'));
  done(simulator, 'CreateJobQueue', { ...queueOn('closed', 'fleet'), state: 'DISABLED' });
  done(simulator, 'CreateJobQueue', queueOn('serverless', 'tasks'));
  done(simulator, 'RegisterJobDefinition', definition('tool'));
  done(
    simulator,
    'RegisterJobDefinition',
    definition('sized', {}, { vcpus: undefined, memory: undefined, resourceRequirements: sized('2', '128') }),
  );
  const serverless = {
    executionRoleArn: 'r',
    vcpus: undefined,
    memory: undefined,
    resourceRequirements: sized('1', '2048'),
  };
  done(simulator, 'RegisterJobDefinition', definition('cloud', { platformCapabilities: ['FARGATE'] }, serverless));
  done(simulator, 'RegisterJobDefinition', definition('old'));
  done(simulator, 'DeregisterJobDefinition', { jobDefinition: 'old:1' });
  const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };
  const array = String(done(simulator, 'SubmitJob', { ...job, arrayProperties: { size: 3 } }).jobId);
  const single = String(done(simulator, 'SubmitJob', job).jobId);
  return { simulator, array, single };
}

/** A call and what of its refusal's message must be there; its input may need ids of the world. */
export type RefusedCall = [
  operation: string,
  input: object | ((ids: { array: string; single: string }) => object),
  message: string,
  fact?: string,
];

/** A call in a new world: its answer, and the state and the log before and after it. */
export function callInWorld(operation: string, input: RefusedCall[1]) {
  const { simulator, ...ids } = world();
  const trace = () => ({ hash: simulator.stateHash(), seq: simulator.inputSeq() });
  const before = trace();
  const result = simulator.call(operation, typeof input === 'function' ? input(ids) : input, principal);
  return { result, before, after: trace() };
}

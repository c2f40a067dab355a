import type { Input, Timing } from './index';
import { definitionInput, environmentInput, queueInput, START, WHO } from './test-machine';
import { type Dice, diceOf, randomScenario, type Scenario } from './test-scenarios';

/** Random scenarios that mix multi-node jobs and a fair-share queue into what `randomScenario` does; those stay as they are for golden values. */

function resource(operation: string, input: object): Input {
  return { seq: 0, at: START, kind: 'resource', operation, input, principal: WHO };
}

function gangDefinition(): object {
  const container = {
    image: 'mpi',
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '256' },
    ],
  };
  return {
    jobDefinitionName: 'gang',
    type: 'multinode',
    nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', container }] },
  };
}

function gangSubmit(dice: Dice, queues: readonly string[]): (jobIds: string[]) => object {
  const [nodes, seconds, fails, attempts, queue, own] = [
    1 + dice(4),
    dice(300),
    dice(3),
    1 + dice(3),
    dice(queues.length),
    dice(4),
  ];
  const scripted = (name: string, value: number) => ({ name, value: String(value) });
  return () => ({
    jobName: 'gang',
    jobQueue: queues[queue],
    jobDefinition: 'gang',
    retryStrategy: { attempts },
    ...(seconds % 7 === 0 ? { timeout: { attemptDurationSeconds: 60 } } : {}),
    nodeOverrides: {
      numNodes: nodes,
      nodePropertyOverrides: [
        {
          targetNodes: '0:',
          containerOverrides: {
            environment: [
              scripted('SIM_SECONDS', own === 0 ? seconds / 3 : seconds),
              scripted('SIM_FAIL_ATTEMPTS', fails),
            ],
          },
        },
        { targetNodes: '0', containerOverrides: { environment: [scripted('SIM_SECONDS', seconds / 2)] } },
      ],
    },
  });
}

const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';

function policyInput(dice: Dice): object {
  return {
    name: 'fair',
    fairsharePolicy: {
      shareDecaySeconds: [0, 60, 3600][dice(3)],
      computeReservation: dice(3) * 20,
      shareDistribution: [
        { shareIdentifier: 'a', weightFactor: 0.5 },
        { shareIdentifier: 'team*', weightFactor: 2 },
      ],
    },
  };
}

function sharedSubmit(dice: Dice): (jobIds: string[]) => object {
  const [share, seconds, vcpus, priority, kind, fails] = [dice(4), dice(200), 1 + dice(2), dice(4), dice(6), dice(2)];
  return () => ({
    jobName: 'shared',
    jobQueue: 'fair',
    jobDefinition: kind === 5 ? 'gang' : 'shared',
    shareIdentifier: ['a', 'b', 'team1', 'team2'][share],
    ...(priority > 0 ? { schedulingPriorityOverride: priority * 3 } : {}),
    ...(kind === 4 ? { arrayProperties: { size: 5 } } : {}),
    ...(kind === 5
      ? {}
      : {
          retryStrategy: { attempts: 2 },
          containerOverrides: {
            environment: [
              { name: 'SIM_SECONDS', value: String(seconds / 2) },
              { name: 'SIM_FAIL_ATTEMPTS', value: String(fails) },
            ],
            resourceRequirements: [{ type: 'VCPU', value: String(vcpus) }],
          },
        }),
  });
}

/** A scenario with multi-node jobs, on EC2 alone as AWS has it, and jobs of shares among the others. */
export function mixedScenario(seed: number, timing: Timing): Scenario {
  const base = randomScenario(seed, timing);
  const dice = diceOf(seed + 5000);
  const isFargate = base.inputs.some(({ kind, ...rest }) => JSON.stringify(rest).includes('"FARGATE'));
  const resources = {
    maxvCpus: 4 + dice(40),
    instanceTypes: [['c5.large'], ['c5'], ['optimal']][dice(3)],
    allocationStrategy: ['BEST_FIT', 'BEST_FIT_PROGRESSIVE'][dice(2)],
  };
  const queues = isFargate ? ['flock'] : ['flock', 'q0'];
  const order = isFargate ? ['flock'] : ['flock', 'e0'];
  const added = [
    resource('CreateComputeEnvironment', environmentInput('flock', resources)),
    resource('CreateJobQueue', queueInput('flock', 2, order)),
    resource('RegisterJobDefinition', gangDefinition()),
    resource('CreateSchedulingPolicy', policyInput(dice)),
    resource('CreateJobQueue', { ...queueInput('fair', 1 + dice(2), order), schedulingPolicyArn: POLICY }),
    resource('RegisterJobDefinition', { ...definitionInput('shared'), schedulingPriority: 5 }),
  ];
  const inputs = [...base.inputs, ...added].map((input, at) => ({ ...input, seq: at + 1 }));
  const calls = base.calls.flatMap((call) => {
    const added = dice(2) === 0 ? [gangSubmit(dice, queues)] : [];
    for (let more = dice(3); more > 0; more--) added.push(sharedSubmit(dice));
    return [call, ...added.map((input) => ({ at: call.at, operation: 'SubmitJob', input }))];
  });
  return { ...base, inputs, calls };
}

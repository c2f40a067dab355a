import type { Input, Timing } from './index';
import { definitionInput, gang, nodeContainer, START, scripted, WHO } from './test-machine';
import { mixedScenario } from './test-mixed';
import { type Dice, diceOf, type Scenario } from './test-scenarios';

/** Random scenarios in which jobs of every kind need consumable resources, whose amounts operators move. */

function resource(operation: string, input: object): Input {
  return { seq: 0, at: START, kind: 'resource', operation, input, principal: WHO };
}

const needs = (...pairs: [string, number][]) => ({
  consumableResourceList: pairs.map(([consumableResource, quantity]) => ({ consumableResource, quantity })),
});

const ARN = 'arn:aws:batch:us-east-1:123456789012:consumable-resource';

const gangNodes = {
  numNodes: 3,
  mainNode: 0,
  nodeRangeProperties: [
    {
      targetNodes: '0:',
      container: nodeContainer({ SIM_SECONDS: 40 }),
      consumableResourceProperties: needs(['licence', 1]),
    },
  ],
};

function submit(dice: Dice): (jobIds: string[]) => object {
  const [kind, quantity, seconds, fails, share] = [dice(6), 1 + dice(2), dice(200), dice(2), dice(3)];
  const lists = [
    needs(['licence', quantity]),
    needs(['credit', 1]),
    needs([`${ARN}/licence`, 1], ['credit', quantity]),
  ];
  const inQueue = share === 0 ? { jobQueue: 'fair', shareIdentifier: 'a' } : { jobQueue: 'flock' };
  if (kind === 5) return () => ({ jobName: 'crew', jobDefinition: 'crew', retryStrategy: { attempts: 2 }, ...inQueue });
  return () => ({
    jobName: 'licensed',
    jobDefinition: 'licensed',
    ...inQueue,
    retryStrategy: { attempts: 2 },
    consumableResourcePropertiesOverride: lists[kind % 3],
    ...(kind === 4 ? { arrayProperties: { size: 4 } } : {}),
    ...scripted({ SIM_SECONDS: seconds / 2, SIM_FAIL_ATTEMPTS: fails }),
  });
}

function move(dice: Dice): { operation: string; input: (jobIds: string[]) => object } {
  const [kind, quantity, name] = [dice(8), dice(9), ['licence', 'credit'][dice(2)]];
  const resourceType = name === 'credit' ? 'NON_REPLENISHABLE' : 'REPLENISHABLE';
  if (kind === 0) return { operation: 'DeleteConsumableResource', input: () => ({ consumableResource: name }) };
  if (kind === 1) {
    const input = { consumableResourceName: name, totalQuantity: quantity, resourceType };
    return { operation: 'CreateConsumableResource', input: () => input };
  }
  const operation = ['SET', 'ADD', 'REMOVE'][kind % 3];
  return { operation: 'UpdateConsumableResource', input: () => ({ consumableResource: name, operation, quantity }) };
}

/** A mixed scenario with a licence that comes back and credit that does not. */
export function consumablesScenario(seed: number, timing: Timing): Scenario {
  const base = mixedScenario(seed, timing);
  const dice = diceOf(seed + 9000);
  const added = [
    resource('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity: 2 + dice(4) }),
    resource('CreateConsumableResource', {
      consumableResourceName: 'credit',
      totalQuantity: 20 + dice(40),
      resourceType: 'NON_REPLENISHABLE',
    }),
    resource('RegisterJobDefinition', {
      ...definitionInput('licensed'),
      consumableResourceProperties: needs(['licence', 1]),
    }),
    resource('RegisterJobDefinition', { ...gang('crew', 3, 0, {}), nodeProperties: gangNodes }),
  ];
  const inputs = [...base.inputs, ...added].map((input, at) => ({ ...input, seq: at + 1 }));
  const calls = base.calls.flatMap((call) => {
    const more = dice(3) === 0 ? [move(dice)] : [];
    const jobs = dice(2) === 0 ? [{ operation: 'SubmitJob', input: submit(dice) }] : [];
    return [call, ...[...jobs, ...more].map((one) => ({ at: call.at, ...one }))];
  });
  return { ...base, inputs, calls };
}

import { describe, expect, it } from 'vitest';
import { nodeContainer as container, fixedFleet, gang, testMachine } from '../test-machine';

describe('what AWS refuses', () => {
  const one = container();
  const range = (more: object) => ({
    ...gang('x', 2, 0, {}),
    nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', container: one, ...more }] },
  });
  it.each<[object, string, string?]>([
    [
      range({ ecsProperties: { taskProperties: [] } }),
      'NodeRangeProperties can not use both ecsProperties and container fields',
      '[MNP-7]',
    ],
    [
      range({ instanceTypes: ['c5.large'] }),
      'Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.',
      '[MNP-8]',
    ],
    [gang('x', 0, 0, { ':': one }), 'Number of nodes must be between 1 and 1000.', '[MNP-1]'],
    [gang('x', 1001, 0, { ':': one }), 'Number of nodes must be between 1 and 1000.', '[MNP-1]'],
    [gang('x', 2, 2, { ':': one }), 'Main node index is out of range, must be less than numNodes.', '[MNP-2]'],
    [
      gang('x', 9, 0, { '0': one, '1': one, '2': one, '3': one, '4': one, '5:': one }),
      'Maximum allowed size of node range properties is 5',
      '[MNP-3]',
    ],
    [
      {
        ...gang('x', 2, 0, {}),
        nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:1' }] },
      },
      'Must specify container for node range 0:1',
      '[MNP-4]',
    ],
    [gang('x', 2, 0, { 'a:b': one }), 'targetNodes should contain only digits.', '[MNP-5]'],
    [gang('x', 3, 0, { '0:1': one }), 'Node Range Properties target nodes have missing ranges', '[MNP-6]'],
    [
      gang('x', 2, 0, { ':': one }, { platformCapabilities: ['FARGATE'] }),
      'Fargate does not support MNP jobs',
      '[FG-11]',
    ],
    [
      gang('x', 2, 0, { '0': container({}, 1, { instanceType: 'c5.large' }), '1': one }),
      'All node groups must use the same instance type.',
      '[MNP-9]',
    ],
    [gang('x', 2, 0, { ':': container({}, 0) }), 'vCPU must be at least 1, got 0.'],
  ])('%#: %s', (input, message) => {
    const machine = testMachine();
    expect(() => machine.call('RegisterJobDefinition', input)).toThrow(message);
  });

  it.each<[object, string, string?]>([
    [{ containerOverrides: {} }, 'containerOverrides is not applicable for jobs of type multinode.'],
    [{ arrayProperties: { size: 3 } }, 'arrayProperties is not applicable for jobs of type multinode.'],
    [
      { nodeOverrides: { numNodes: 2 } },
      'numNodes can only be overridden when a node range of the job definition is open-ended.',
      '[MNP-10]',
    ],
    [{ nodeOverrides: { nodePropertyOverrides: [{ targetNodes: '1:7' }] } }, 'are out of range'],
  ])('of a submit: %j', (more, message) => {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', gang('gang', 3, 0, { '0:2': one }));
    expect(() => machine.submit({ jobDefinition: 'gang', ...more })).toThrow(message);
  });

  it('refuses nodeOverrides for a single job', () => {
    expect(() => fixedFleet(2).submit({ nodeOverrides: { numNodes: 2 } })).toThrow('nodeOverrides is not applicable');
  });
});

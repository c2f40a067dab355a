import { describe, expect, it } from 'vitest';
import {
  definitionInput,
  environmentInput,
  queueInput,
  START,
  scripted,
  type TestMachine,
  testMachine,
} from '../test-machine';
import { KEPT_MEMBERS } from './kept';
import { sized } from './sample-calls';

/** A value of each member, told apart from what stands there without it; those of Fargate alone say so. */
const SAMPLES: Record<string, { value: unknown; fargate?: boolean; with?: object }> = {
  'computeResources.ec2KeyPair': { value: 'night' },
  'computeResources.ec2Configuration': { value: [{ imageType: 'ECS_AL2' }] },
  'computeResources.imageId': { value: 'ami-1' },
  'computeResources.launchTemplate': { value: { launchTemplateName: 'lt', version: '3' } },
  'computeResources.placementGroup': { value: 'close' },
  'computeResources.tags': { value: { team: 'a' } },
  context: { value: 'x' },
  ecsSettings: { value: { containerInsights: 'ENHANCED' } },
  'containerProperties.enableExecuteCommand': { value: true },
  'containerProperties.ephemeralStorage': { value: { sizeInGiB: 21 }, fargate: true },
  'containerProperties.executionRoleArn': { value: 'other' },
  'containerProperties.fargatePlatformConfiguration': { value: { platformVersion: '1.4.0' }, fargate: true },
  'containerProperties.jobRoleArn': { value: 'role' },
  'containerProperties.linuxParameters': { value: { initProcessEnabled: true } },
  'containerProperties.logConfiguration': { value: { logDriver: 'awslogs', options: { a: 'b' } } },
  'containerProperties.mountPoints': { value: [{ containerPath: '/x', sourceVolume: 'v' }] },
  'containerProperties.networkConfiguration': { value: { assignPublicIp: 'ENABLED' }, fargate: true },
  'containerProperties.privileged': { value: true },
  'containerProperties.readonlyRootFilesystem': { value: true },
  'containerProperties.repositoryCredentials': { value: { credentialsParameter: 'arn' } },
  'containerProperties.runtimePlatform': { value: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' } },
  'containerProperties.secrets': { value: [{ name: 'A', valueFrom: 'arn' }], with: { executionRoleArn: 'r' } },
  'containerProperties.ulimits': { value: [{ name: 'nofile', hardLimit: 2, softLimit: 1 }] },
  'containerProperties.user': { value: 'nobody' },
  'containerProperties.volumes': { value: [{ name: 'v' }] },
  propagateTags: { value: true },
};

const inside = (document: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);

/** `{ a: { b: value } }` of the path `a.b`. */
const nested = (path: string, value: unknown): object => {
  const names = path.split('.');
  return Object(names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value));
};

function mergedInput(input: object, more: object): object {
  const merged = new Map<string, unknown>(Object.entries(input));
  for (const [name, value] of Object.entries(more)) {
    const own = merged.get(name);
    const both =
      typeof own === 'object' && own !== null && !Array.isArray(own) && typeof value === 'object' && value !== null;
    merged.set(name, both && name !== 'tags' ? { ...own, ...value } : value);
  }
  return Object.fromEntries(merged);
}

interface World {
  machine: TestMachine;
  /** What became of its jobs, and what they cost. */
  run: unknown;
}

/** An environment, a queue, a definition and ten jobs; `more` is put into one of the two requests. */
function world(fargate: boolean, container: object, onEnvironment: object, onDefinition: object): World {
  const machine = testMachine('aws', 4);
  const network = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const environment = fargate
    ? {
        computeEnvironmentName: 'fleet',
        type: 'MANAGED',
        computeResources: { type: 'FARGATE', maxvCpus: 4, ...network },
      }
    : environmentInput('fleet', { maxvCpus: 8, allocationStrategy: 'BEST_FIT_PROGRESSIVE' });
  machine.resource('CreateComputeEnvironment', mergedInput(environment, onEnvironment));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  const own = fargate ? { executionRoleArn: 'r', resourceRequirements: sized('1', '2048') } : {};
  const definition = {
    ...definitionInput('one', { ...own, ...container }),
    platformCapabilities: [fargate ? 'FARGATE' : 'EC2'],
  };
  machine.resource('RegisterJobDefinition', mergedInput(definition, onDefinition));
  machine.runTo(0);
  const ids = Array.from({ length: 10 }, (_, job) => machine.submit(scripted({ SIM_SECONDS: 50 * job })));
  machine.runTo(4000);
  const { billNanoUsd, usedVcpuMs, jobs } = machine.sim.totals();
  return { machine, run: { stories: ids.map(machine.story), billNanoUsd, usedVcpuMs, jobs } };
}

describe('a member that is only kept', () => {
  it.each(KEPT_MEMBERS.map(({ member }) => ({ member })))(
    '$member: taken, shown back, and the run is the same',
    ({ member }) => {
      const sample = SAMPLES[member];
      if (sample === undefined) throw new Error('No sample value.');
      const { value, fargate = false, with: container = {} } = sample;
      const more = nested(member, value);
      const isEnvironment = /^(computeResources|context|ecsSettings)/.test(member);
      const without = world(fargate, container, {}, {});
      const kept = world(fargate, container, isEnvironment ? more : {}, isEnvironment ? {} : more);
      const shown = (machine: TestMachine) =>
        isEnvironment
          ? inside(machine.call('DescribeComputeEnvironments', {}), `computeEnvironments.0.${member}`)
          : inside(machine.call('DescribeJobDefinitions', {}), `jobDefinitions.0.${member}`);
      expect(shown(kept.machine)).toEqual(value);
      expect(shown(without.machine)).not.toEqual(value);
      expect(kept.run).toEqual(without.run);
      expect(without.run).toMatchObject({ jobs: { succeeded: 10 } });
      expect(kept.machine.sim.now()).toBe(START + 4_000_000);
    },
  );
});

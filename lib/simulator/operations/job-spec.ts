import type { JobDefinition, SubmitJobCommandInput } from '@aws-sdk/client-batch';
import type { JobSpec, Machine } from '../machine';
import { neededConsumables } from './consumable-rules';
import { jobContainer } from './job-container';
import { multiNodeSpec } from './node-spec';
import { podSpec } from './pod-spec';
import { requestBytes } from './request-rules';
import { askedResources } from './resource-requirement-rules';
import { shownRetryStrategy } from './retry-rules';
import { taskSpec } from './task-spec';

/** Longest overrides that ECS's RunTask takes (SUB-37). */
const OVERRIDES_MAX = 8192;
/** Most tags of an ECS task (SUB-38). */
const TASK_TAGS_MAX = 50;

/** What ECS will say against the job's task, which SubmitJob does not look at; else nothing. */
function refusedByEcs(definition: JobDefinition, input: SubmitJobCommandInput): Pick<JobSpec, 'refusedByEcs'> {
  const overrides = input.containerOverrides ?? input.ecsPropertiesOverride;
  if (overrides !== undefined && requestBytes(overrides) > OVERRIDES_MAX) {
    return { refusedByEcs: `Container Overrides length must be at most ${OVERRIDES_MAX}` };
  }
  const propagates = input.propagateTags ?? definition.propagateTags ?? false;
  const tags = propagates ? Object.keys({ ...definition.tags, ...input.tags }).length : 0;
  return tags > TASK_TAGS_MAX ? { refusedByEcs: `Number of tags exceeds the maximum of ${TASK_TAGS_MAX}.` } : {};
}

function whatRuns(
  machine: Machine,
  definition: JobDefinition,
  input: SubmitJobCommandInput,
  parameters: Record<string, string>,
): Pick<JobSpec, 'milliVcpus' | 'memoryMib' | 'gpus' | 'container' | 'task' | 'pod' | 'nodes'> {
  const { containerProperties: base, ecsProperties, eksProperties, nodeProperties } = definition;
  const platform = definition.platformCapabilities?.[0] ?? 'EC2';
  if (nodeProperties !== undefined) return multiNodeSpec(machine, nodeProperties, input.nodeOverrides, parameters);
  if (ecsProperties !== undefined) return taskSpec(ecsProperties, input.ecsPropertiesOverride, parameters, platform);
  if (eksProperties !== undefined) return podSpec(eksProperties, input.eksPropertiesOverride, parameters);
  if (base === undefined) throw new Error('A registered job definition has nothing to run.');
  const container = jobContainer(base, input.containerOverrides ?? {}, parameters);
  return { ...askedResources(container, platform), container };
}

/** What the engine needs of a job: its definition's settings under what the request says. Refuses as SubmitJob does. */
export function jobSpec(machine: Machine, definition: JobDefinition, input: SubmitJobCommandInput): JobSpec {
  const arn = definition.jobDefinitionArn;
  if (arn === undefined) throw new Error('A registered job definition has no ARN.');
  const platform = definition.platformCapabilities?.[0] ?? 'EC2';
  const parameters = { ...definition.parameters, ...input.parameters };
  const timeout = input.timeout ?? definition.timeout;
  const schedulingPriority = input.schedulingPriorityOverride ?? definition.schedulingPriority;
  return {
    jobDefinition: arn,
    ...whatRuns(machine, definition, input, parameters),
    ...refusedByEcs(definition, input),
    ...neededConsumables(machine, definition.consumableResourceProperties, input.consumableResourcePropertiesOverride),
    parameters,
    retryStrategy: shownRetryStrategy(input.retryStrategy ?? definition.retryStrategy),
    ...(timeout === undefined ? {} : { timeout }),
    ...(input.tags === undefined ? {} : { tags: input.tags }),
    propagateTags: input.propagateTags ?? definition.propagateTags ?? false,
    platformCapabilities: [platform],
    ...(schedulingPriority === undefined ? {} : { schedulingPriority }),
    ...(input.shareIdentifier === undefined ? {} : { shareIdentifier: input.shareIdentifier }),
  };
}

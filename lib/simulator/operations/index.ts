import type { Machine, Operation } from '../machine';
import { cancelJobs, terminateJobs } from './bulk-jobs';
import {
  createComputeEnvironment,
  describeComputeEnvironments,
  updateComputeEnvironment,
} from './compute-environments';
import {
  createConsumableResource,
  deleteConsumableResource,
  describeConsumableResource,
  listConsumableResources,
  listJobsByConsumableResource,
  updateConsumableResource,
} from './consumable-resources';
import { deleteComputeEnvironment, deleteJobQueue } from './deletions';
import { deregisterJobDefinition, describeJobDefinitions, registerJobDefinition } from './job-definitions';
import { createJobQueue, describeJobQueues, updateJobQueue } from './job-queues';
import { cancelJob, describeJobs, terminateJob } from './jobs';
import { listJobs } from './list-jobs';
import { getJobQueueSnapshot } from './queue-snapshot';
import {
  createQuotaShare,
  deleteQuotaShare,
  describeQuotaShare,
  listQuotaShares,
  updateQuotaShare,
} from './quota-shares';
import { notCarriedOut } from './refusals';
import {
  createSchedulingPolicy,
  deleteSchedulingPolicy,
  describeSchedulingPolicies,
  listSchedulingPolicies,
  updateSchedulingPolicy,
} from './scheduling-policies';
import {
  createServiceEnvironment,
  deleteServiceEnvironment,
  describeServiceEnvironments,
  updateServiceEnvironment,
} from './service-environments';
import {
  describeServiceJob,
  listServiceJobs,
  terminateServiceJob,
  terminateServiceJobs,
  updateServiceJob,
} from './service-jobs';
import { submitJob } from './submit-job';
import { submitServiceJob } from './submit-service-job';
import { listTagsForResource, tagResource, untagResource } from './tags';

/** Gives a decoded input its SDK type. Sound because the protocol (and a scenario's reader) checked it against that very operation's schema. */
function asInput<Input extends object>(input: object): Input {
  return input as Input;
}

function read<Input extends object>(run: (machine: Machine, input: Input) => object): Operation {
  return { write: false, run: (machine, input) => run(machine, asInput<Input>(input)) };
}

function write<Input extends object>(run: (machine: Machine, input: Input) => object): Operation {
  return { write: true, run: (machine, input) => run(machine, asInput<Input>(input)) };
}

/** The operations of AWS Batch that the simulator carries out, by name. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  CancelJob: write(cancelJob),
  CancelJobs: write(cancelJobs),
  CreateComputeEnvironment: write(createComputeEnvironment),
  CreateConsumableResource: write(createConsumableResource),
  CreateJobQueue: write(createJobQueue),
  CreateQuotaShare: write(createQuotaShare),
  CreateSchedulingPolicy: write(createSchedulingPolicy),
  CreateServiceEnvironment: write(createServiceEnvironment),
  DeleteComputeEnvironment: write(deleteComputeEnvironment),
  DeleteConsumableResource: write(deleteConsumableResource),
  DeleteJobQueue: write(deleteJobQueue),
  DeleteQuotaShare: write(deleteQuotaShare),
  DeleteSchedulingPolicy: write(deleteSchedulingPolicy),
  DeleteServiceEnvironment: write(deleteServiceEnvironment),
  DeregisterJobDefinition: write(deregisterJobDefinition),
  DescribeComputeEnvironments: read(describeComputeEnvironments),
  DescribeConsumableResource: read(describeConsumableResource),
  DescribeJobDefinitions: read(describeJobDefinitions),
  DescribeJobQueues: read(describeJobQueues),
  DescribeJobs: read(describeJobs),
  DescribeQuotaShare: read(describeQuotaShare),
  DescribeSchedulingPolicies: read(describeSchedulingPolicies),
  DescribeServiceEnvironments: read(describeServiceEnvironments),
  DescribeServiceJob: read(describeServiceJob),
  GetJobQueueSnapshot: read(getJobQueueSnapshot),
  ListConsumableResources: read(listConsumableResources),
  ListJobs: read(listJobs),
  ListJobsByConsumableResource: read(listJobsByConsumableResource),
  ListQuotaShares: read(listQuotaShares),
  ListSchedulingPolicies: read(listSchedulingPolicies),
  ListServiceJobs: read(listServiceJobs),
  ListTagsForResource: read(listTagsForResource),
  RegisterJobDefinition: write(registerJobDefinition),
  SubmitJob: write(submitJob),
  SubmitServiceJob: write(submitServiceJob),
  TagResource: write(tagResource),
  TerminateJob: write(terminateJob),
  TerminateJobs: write(terminateJobs),
  TerminateServiceJob: write(terminateServiceJob),
  TerminateServiceJobs: write(terminateServiceJobs),
  UntagResource: write(untagResource),
  UpdateComputeEnvironment: write(updateComputeEnvironment),
  UpdateConsumableResource: write(updateConsumableResource),
  UpdateJobQueue: write(updateJobQueue),
  UpdateQuotaShare: write(updateQuotaShare),
  UpdateSchedulingPolicy: write(updateSchedulingPolicy),
  UpdateServiceEnvironment: write(updateServiceEnvironment),
  UpdateServiceJob: write(updateServiceJob),
};

/** The operation of that name; refuses, saying so, where AWS has it and the simulator does not yet. */
export function operationNamed(name: string): Operation {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  return operation ?? notCarriedOut(`The operation ${name}`);
}

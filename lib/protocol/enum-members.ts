import {
  ArrayJobDependency,
  AssignPublicIp,
  CEState,
  CEType,
  ContainerInsights,
  CRAllocationStrategy,
  CRType,
  CRUpdateAllocationStrategy,
  DeviceCgroupPermission,
  EFSAuthorizationConfigIAM,
  EFSTransitEncryption,
  FirelensConfigurationType,
  JobDefinitionType,
  JobQueueType,
  JobStateTimeLimitActionsAction,
  JobStateTimeLimitActionsState,
  JobStatus,
  JQState,
  LogDriver,
  PlatformCapability,
  QuotaShareIdleResourceAssignmentStrategy,
  QuotaShareInSharePreemptionState,
  QuotaShareResourceSharingStrategy,
  QuotaShareState,
  ResourceType,
  RetryAction,
  ServiceEnvironmentState,
  ServiceEnvironmentType,
  ServiceJobRetryAction,
  ServiceJobStatus,
  ServiceJobType,
  UserdataType,
} from '@aws-sdk/client-batch';

/** The values a string member may have, how AWS compares them, and AWS's own words for a value outside of them. */
export interface EnumRule {
  values: readonly string[];
  /** AWS takes these in upper and lower case alike. */
  anyCase?: boolean;
  message?: (value: string) => string;
}

const oneOf = (values: Record<string, string>): EnumRule => ({ values: Object.values(values) });

/**
 * Which members of a request hold one of an enum's values, as `Structure.member`: the SDK's schemas call them plain
 * strings. Source: the SDK's TypeScript types, against which a test holds this table.
 */
export const ENUM_MEMBERS: Readonly<Record<string, EnumRule>> = {
  'ComputeResource.allocationStrategy': oneOf(CRAllocationStrategy),
  'ComputeResource.type': oneOf(CRType),
  'ComputeResourceUpdate.allocationStrategy': oneOf(CRUpdateAllocationStrategy),
  'ComputeResourceUpdate.type': oneOf(CRType),
  'CreateComputeEnvironmentRequest.state': oneOf(CEState),
  'CreateComputeEnvironmentRequest.type': oneOf(CEType),
  'CreateJobQueueRequest.jobQueueType': oneOf(JobQueueType),
  'CreateJobQueueRequest.state': oneOf(JQState),
  'CreateQuotaShareRequest.state': oneOf(QuotaShareState),
  'CreateServiceEnvironmentRequest.serviceEnvironmentType': oneOf(ServiceEnvironmentType),
  'CreateServiceEnvironmentRequest.state': oneOf(ServiceEnvironmentState),
  'Device.permissions': oneOf(DeviceCgroupPermission),
  'EFSAuthorizationConfig.iam': oneOf(EFSAuthorizationConfigIAM),
  'EFSVolumeConfiguration.transitEncryption': oneOf(EFSTransitEncryption),
  'EcsSettings.containerInsights': oneOf(ContainerInsights),
  'EvaluateOnExit.action': { ...oneOf(RetryAction), anyCase: true },
  'FirelensConfiguration.type': oneOf(FirelensConfigurationType),
  'JobDependency.type': oneOf(ArrayJobDependency),
  'JobStateTimeLimitAction.action': oneOf(JobStateTimeLimitActionsAction),
  'JobStateTimeLimitAction.state': oneOf(JobStateTimeLimitActionsState),
  'LaunchTemplateSpecification.userdataType': oneOf(UserdataType),
  'LaunchTemplateSpecificationOverride.userdataType': oneOf(UserdataType),
  'ListJobsRequest.jobStatus': oneOf(JobStatus),
  'ListServiceJobsRequest.jobStatus': oneOf(ServiceJobStatus),
  'LogConfiguration.logDriver': oneOf(LogDriver),
  'NetworkConfiguration.assignPublicIp': oneOf(AssignPublicIp),
  'QuotaSharePolicy.idleResourceAssignmentStrategy': {
    ...oneOf(QuotaShareIdleResourceAssignmentStrategy),
    message: () => 'Idle resource assignment strategy must be one of [FIFO].',
  },
  'QuotaSharePreemptionConfiguration.inSharePreemption': oneOf(QuotaShareInSharePreemptionState),
  'QuotaShareResourceSharingConfiguration.strategy': oneOf(QuotaShareResourceSharingStrategy),
  'RegisterJobDefinitionRequest.platformCapabilities': {
    ...oneOf(PlatformCapability),
    message: (value) => `Capability ${value} is not valid. Valid capabilities: [FARGATE, EC2, MANAGED_INSTANCES]`,
  },
  'RegisterJobDefinitionRequest.type': oneOf(JobDefinitionType),
  'ResourceRequirement.type': oneOf(ResourceType),
  'ServiceJobEvaluateOnExit.action': { ...oneOf(ServiceJobRetryAction), anyCase: true },
  'SubmitServiceJobRequest.serviceJobType': oneOf(ServiceJobType),
  'UpdateComputeEnvironmentRequest.state': oneOf(CEState),
  'UpdateJobQueueRequest.state': oneOf(JQState),
  'UpdateQuotaShareRequest.state': oneOf(QuotaShareState),
  'UpdateServiceEnvironmentRequest.state': oneOf(ServiceEnvironmentState),
};

/** Numbers that may have a fraction; all others of Batch's requests are whole. Source: the API reference's types. */
export const FRACTIONAL_MEMBERS: ReadonlySet<string> = new Set(['ShareAttributes.weightFactor']);

import type { PlatformCapability, ResourceRequirement } from '@aws-sdk/client-batch';
import { isFargateSize } from '@/lib/catalogue';
import { refuseValue } from './refusals';

const MEMORY_MIN_MIB = 4;
const INT_MAX = 2_147_483_647;
const VCPUS_MAX = 2_000_000;
const DECIMAL = /^\d{1,10}(\.\d{1,6})?$/;
const WHOLE = /^\d{1,10}$/;

/** What a container asks for: thousandths of a vCPU, MiB, whole GPUs. */
export interface AskedResources {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
}

/** A container's settings that say what it asks for; `vcpus` and `memory` are the older way. */
export interface RequirementSource {
  resourceRequirements?: ResourceRequirement[] | undefined;
  vcpus?: number | undefined;
  memory?: number | undefined;
}

function requirement(source: RequirementSource, type: string): string | undefined {
  return source.resourceRequirements?.find((entry) => entry.type === type)?.value;
}

function numeric(value: string, type: string, pattern: RegExp, max: number): number {
  const parsed = pattern.test(value) ? Number(value) : Number.NaN;
  if (!(parsed <= max)) {
    refuseValue(`Value ${value} for type ${type} in resourceRequirement is not valid. Please provide a numeric value.`);
  }
  return parsed;
}

export function checkNoDuplicates(requirements: readonly ResourceRequirement[] | undefined): void {
  if (requirements === undefined) return;
  if (new Set(requirements.map((entry) => entry.type)).size < requirements.length) {
    refuseValue('Cannot provide duplicates in resourceRequirements.');
  }
}

/** What a container asks for, as numbers. Refuses what is missing or none. */
export function readResources(source: RequirementSource): AskedResources & { vcpus: number; asksGpu: boolean } {
  checkNoDuplicates(source.resourceRequirements);
  const vcpuText = requirement(source, 'VCPU') ?? source.vcpus?.toString();
  const memoryText = requirement(source, 'MEMORY') ?? source.memory?.toString();
  if (vcpuText === undefined) refuseValue('vCPU is required.');
  if (memoryText === undefined) refuseValue('Memory is required.');
  const vcpus = numeric(vcpuText, 'VCPU', DECIMAL, VCPUS_MAX);
  const memoryMib = numeric(memoryText, 'MEMORY', WHOLE, INT_MAX);
  const gpuText = requirement(source, 'GPU');
  const gpus = gpuText === undefined ? 0 : numeric(gpuText, 'GPU', WHOLE, INT_MAX);
  return { vcpus, milliVcpus: Math.floor(vcpus * 1000 + 0.5), memoryMib, gpus, asksGpu: gpuText !== undefined };
}

/** Refuses a size that Fargate has not. */
export function checkFargateSize(vcpus: number, memoryMib: number): void {
  if (!isFargateSize(vcpus, memoryMib)) {
    refuseValue(`Fargate resource requirements (${vcpus} vCPU, ${memoryMib} MiB) not valid.`);
  }
}

/** Refuses what no container on an instance may ask for. */
export function checkInstanceSize(vcpus: number, memoryMib: number): void {
  if (memoryMib < MEMORY_MIN_MIB) refuseValue(`Memory must be at least ${MEMORY_MIN_MIB} Mib, got ${memoryMib} Mib.`);
  if (vcpus < 1) refuseValue(`vCPU must be at least 1, got ${vcpus}.`);
}

/** What a container asks for, by AWS's rules for its platform. Refuses what AWS refuses; sizes that no type has are fine on EC2. */
export function askedResources(source: RequirementSource, platform: PlatformCapability): AskedResources {
  const { vcpus, milliVcpus, memoryMib, gpus, asksGpu } = readResources(source);
  if (platform === 'FARGATE') {
    if (asksGpu) refuseValue('GPU is not applicable for Fargate.');
    checkFargateSize(vcpus, memoryMib);
  } else checkInstanceSize(vcpus, memoryMib);
  return { milliVcpus, memoryMib, gpus };
}

import type { JobDetail, ResourceRequirement } from '@aws-sdk/client-batch';

/** What a job asks for after overrides: milli-vCPU, MiB, whole GPUs. */
export interface JobNeeds {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
}

interface Asking {
  resourceRequirements?: ResourceRequirement[] | undefined;
  vcpus?: number | undefined;
  memory?: number | undefined;
}

const NOTHING: JobNeeds = { milliVcpus: 0, memoryMib: 0, gpus: 0 };

function amount(text: string | number | undefined): number {
  const value = Number(text ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function ofContainer({ resourceRequirements = [], vcpus, memory }: Asking): JobNeeds {
  const asked = (type: string) => resourceRequirements.find((one) => one.type === type)?.value;
  return {
    milliVcpus: Math.round(amount(asked('VCPU') ?? vcpus) * 1000),
    memoryMib: Math.round(amount(asked('MEMORY') ?? memory)),
    gpus: Math.round(amount(asked('GPU'))),
  };
}

function sum(parts: readonly { needs: JobNeeds; times: number }[]): JobNeeds {
  return parts.reduce(
    (total, { needs, times }) => ({
      milliVcpus: total.milliVcpus + needs.milliVcpus * times,
      memoryMib: total.memoryMib + needs.memoryMib * times,
      gpus: total.gpus + needs.gpus * times,
    }),
    NOTHING,
  );
}

/** How many nodes a range such as `0:3`, `:3`, `4:` or `2` names. */
function rangeSize(range: string, nodes: number): number {
  const [from = '', to] = range.split(':');
  const first = from === '' ? 0 : Number(from);
  const last = to === undefined ? first : to === '' ? nodes - 1 : Number(to);
  return Math.max(0, last - first + 1);
}

const MIB_UNITS: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 * 1024 };

function kubernetesCpu(text: string | undefined): number {
  return text?.endsWith('m') === true ? amount(text.slice(0, -1)) : amount(text) * 1000;
}

function kubernetesMemory(text: string | undefined): number {
  const unit = /^([\d.]+)(Ki|Mi|Gi|Ti)$/.exec(text ?? '');
  return unit === null ? amount(text) / 1_048_576 : amount(unit[1]) * (MIB_UNITS[unit[2] ?? ''] ?? 0);
}

/**
 * What DescribeJobs says a job asks for. Of a multi-node job the sum over its nodes, of an array one child's share; members
 * that AWS leaves out count as nothing.
 */
export function needsOf(detail: JobDetail): JobNeeds {
  const { nodeProperties, ecsProperties, eksProperties, container } = detail;
  if (nodeProperties !== undefined) {
    const ranges = nodeProperties.nodeRangeProperties ?? [];
    return sum(
      ranges.map((range) => ({
        needs: ofContainer(range.container ?? range.ecsProperties?.taskProperties?.[0]?.containers?.[0] ?? {}),
        times: rangeSize(range.targetNodes ?? '', nodeProperties.numNodes ?? 0),
      })),
    );
  }
  if (ecsProperties !== undefined) {
    const containers = ecsProperties.taskProperties?.[0]?.containers ?? [];
    return sum(containers.map((one) => ({ needs: ofContainer(one), times: 1 })));
  }
  if (eksProperties !== undefined) {
    const containers = eksProperties.podProperties?.containers ?? [];
    return sum(
      containers.map(({ resources }) => {
        const asked = { ...resources?.limits, ...resources?.requests };
        return {
          needs: {
            milliVcpus: Math.round(kubernetesCpu(asked.cpu)),
            memoryMib: Math.round(kubernetesMemory(asked.memory)),
            gpus: Math.round(amount(asked['nvidia.com/gpu'])),
          },
          times: 1,
        };
      }),
    );
  }
  return ofContainer(container ?? {});
}

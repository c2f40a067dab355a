import type { AttemptPurchase } from '@/lib/batch';

/** The environment that a task's cluster belongs to. */
export interface ClusterOwner {
  environmentArn: string;
  purchase: AttemptPurchase;
}

interface EnvironmentDocument {
  computeEnvironmentArn?: unknown;
  ecsClusterArn?: unknown;
  computeResources?: unknown;
}

function purchaseOf(computeResources: unknown): AttemptPurchase {
  const type =
    typeof computeResources === 'object' && computeResources !== null && 'type' in computeResources
      ? computeResources.type
      : undefined;
  return type === 'SPOT' || type === 'FARGATE' || type === 'FARGATE_SPOT' ? type : 'ON_DEMAND';
}

/** `AWSBatch-NAME-UUID`, as Batch names the clusters of its environments. */
const BATCH_CLUSTER = /^AWSBatch-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The cluster's name in a task's or container instance's ARN; null in an ARN of the old form, which has none. */
function clusterOfTask(taskArn: string): string | null {
  const parts = taskArn.split('/');
  return parts.length === 3 ? (parts[1] ?? null) : null;
}

/** Which environment's a cluster is, by what the environments' documents say of their clusters; gone ones are kept. */
export class ClusterOwners {
  private readonly byCluster = new Map<string, ClusterOwner>();

  learn(document: object): void {
    const { computeEnvironmentArn: arn, ecsClusterArn: cluster, computeResources }: EnvironmentDocument = document;
    if (typeof arn !== 'string' || typeof cluster !== 'string') return;
    this.byCluster.set(cluster.slice(cluster.lastIndexOf('/') + 1), {
      environmentArn: arn,
      purchase: purchaseOf(computeResources),
    });
  }

  /**
   * The owner of a task. Where no environment names its cluster (it was deleted before this connection was made), the name
   * in the cluster's, and On-Demand as what Batch buys where nothing else is said; null where even the name is not there.
   */
  ownerOf(taskArn: string): ClusterOwner | null {
    const cluster = clusterOfTask(taskArn);
    const known = cluster === null ? undefined : this.byCluster.get(cluster);
    if (known !== undefined) return known;
    const name = BATCH_CLUSTER.exec(cluster ?? '')?.[1];
    return name === undefined ? null : { environmentArn: name, purchase: 'ON_DEMAND' };
  }
}

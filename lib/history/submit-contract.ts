/** What a definition says of one container. Texts as AWS has them; null where it says nothing. Secrets are masked. */
export interface DefinedContainer {
  command: string[];
  /** vCPU may be a fraction. */
  vcpus: string | null;
  memoryMib: string | null;
  gpus: string | null;
  environment: { name: string; value: string }[];
  /** False where it has the older members `vcpus` and `memory` only. */
  usesRequirements: boolean;
}

/** A definition that jobs may be submitted with, and what it says where the submit does not. Secrets are masked. */
export interface DefinitionChoice extends DefinedContainer {
  /** `name:revision`. */
  name: string;
  /** What runs: one container, the nodes of a multi-node job, or containers of an ECS task or EKS pod. */
  kind: 'container' | 'multinode' | 'ecs' | 'eks';
  isFargate: boolean;
  parameters: Record<string, string>;
  attempts: number | null;
  exitRules: number;
  timeoutSeconds: number | null;
  schedulingPriority: number | null;
  propagateTags: boolean;
  /** Units of consumable resources that each job holds, by name. */
  consumables: { name: string; quantity: number }[];
  nodes: { numNodes: number; mainNode: number; ranges: (DefinedContainer & { targetNodes: string })[] } | null;
}

/** A queue that jobs may be submitted to. */
export interface QueueChoice {
  name: string;
  state: string;
  isFairShare: boolean;
  /** Share identifiers that its policy names; those that end in `*` stand for all that begin so. */
  shares: string[];
  /** What its environments run; null where that is not known. */
  platform: 'EC2' | 'FARGATE' | null;
  /** Types, families and bundles that its EC2 environments name; null where not all of them are known. */
  instanceTypes: string[] | null;
}

/** A number's middle, and the tenth and ninetieth of a hundred. */
export interface Spread {
  p10: number;
  median: number;
  p90: number;
}

/** How jobs of a definition that succeeded ran, over the newest submits. Times in ms; money in nano-USD, rounded. */
export interface DefinitionRuns {
  /** Whose jobs: the revision asked for, or, as none of its jobs has succeeded, all recorded revisions. */
  of: 'revision' | 'definition';
  /** Jobs that succeeded, children of arrays one by one. */
  n: number;
  /** From the start of the last attempt to its end; null where n is 0. */
  run: Spread | null;
  /** All attempts of a job together; null where no price is known. */
  cost: (Spread & { mean: number }) | null;
  /** Jobs that a price is known of. */
  priced: number;
}

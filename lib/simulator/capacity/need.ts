/** What a job asks for; thousandths of a vCPU, MiB, GPUs. */
export interface Need {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** The only type that will do, where one is named. */
  instanceType?: string;
}

/** What nodes `first` to `last` of a multi-node job ask for, each. */
export interface NodeNeed extends Need {
  first: number;
  last: number;
}

import { atOf, type Core } from '../core';

/** Books a change of what jobs use, in thousandths of a vCPU. */
export function addUsed(core: Core, milliVcpus: number): void {
  const { counters } = core;
  const at = atOf(core);
  counters.usedMilliMs += counters.usedLevel * (at - counters.usedSince);
  counters.usedSince = at;
  counters.usedLevel += milliVcpus;
}

/** Books a change of what is up, in thousandths of a vCPU. */
export function addProvisioned(core: Core, milliVcpus: number): void {
  const { counters } = core;
  const at = atOf(core);
  counters.provisionedMilliMs += counters.provisionedLevel * (at - counters.provisionedSince);
  counters.provisionedSince = at;
  counters.provisionedLevel += milliVcpus;
}

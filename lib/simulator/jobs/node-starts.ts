import { takeRoom } from '../capacity/placement';
import { startDelay } from '../capacity/start-up';
import { atOf, type Core, type EnvironmentState } from '../core';
import { i32 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { attemptNumber, specOf } from './attempt-rows';
import { beginRun } from './attempts';
import { STATUS } from './job-table';
import { mainNodeOf } from './nodes';
import { setStatus } from './transitions';

/** Places all nodes of a multi-node job at once, node i on `hosts[i]`. The main node starts; the others when it runs. */
export function startNodes(core: Core, job: number, environment: EnvironmentState, hosts: readonly number[]): void {
  place(core, job, environment);
  setStatus(core, job, STATUS.starting, 'current');
  for (const [index, host] of hosts.entries()) {
    const node = job + 1 + index;
    place(core, node, environment);
    takeRoom(core, environment, host, node, specOf(core, node).spec);
    setStatus(core, node, STATUS.starting, 'current');
  }
  const main = mainNodeOf(core, job);
  const n = attemptNumber(core, main);
  const host = i32(core.jobs.columns.instance, main);
  const delay = startDelay(core, main, n, environment, host, specOf(core, main).spec);
  if (delay === 0) beginRun(core, main);
  else pushEvent(core.heap, atOf(core) + delay, EVENT.attemptStart, main, n);
}

function place(core: Core, row: number, environment: EnvironmentState): void {
  const { placedAt, startedAt, reason, environment: environments } = core.jobs.columns;
  placedAt[row] = atOf(core);
  startedAt[row] = -1;
  reason[row] = 0;
  environments[row] = environment.index;
}

import type {
  AttemptEcsTaskDetails,
  AttemptTaskContainerDetails,
  ContainerDetail,
  EcsTaskDetails,
  EcsTaskProperties,
} from '@aws-sdk/client-batch';
import { containerBehaviour, exitOf } from '../behaviour/behaviour';
import type { Core } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { containerStreamOf, decidingContainer } from './names';

/** How SIGKILL shows: what a container's end by its task's looks like. */
const KILLED = 137;

/** What an attempt says of its container; of several in a task, of the one that decides. */
export type RanContainer = Pick<
  ContainerDetail,
  'containerInstanceArn' | 'taskArn' | 'exitCode' | 'reason' | 'logStreamName' | 'networkInterfaces'
>;

/** The end of another container than the one that decides: its own where it is over by then, else it is killed with the task. */
export function endOfContainer(core: Core, attempt: number, container: object): { exitCode?: number; reason?: string } {
  const { n, startedAt, stoppedAt, exitCode } = core.attempts.columns;
  const code = i32(exitCode, attempt);
  if (code < 0) return {};
  const behaviour = containerBehaviour(container);
  const lasted = f64(stoppedAt, attempt) - f64(startedAt, attempt);
  const isOver = behaviour.runMs === null ? code !== KILLED : behaviour.runMs <= lasted;
  if (!isOver) return { exitCode: KILLED };
  const end = exitOf(behaviour, u8(n, attempt));
  return end.reason === '' ? { exitCode: end.exitCode } : end;
}

/** Each container of an attempt that is over; `told` is what the deciding one says. */
function endedContainers(
  core: Core,
  row: number,
  attempt: number,
  task: EcsTaskProperties,
  told: AttemptTaskContainerDetails,
): AttemptTaskContainerDetails[] {
  const deciding = decidingContainer(task);
  const number = u8(core.attempts.columns.n, attempt);
  return (task.containers ?? []).map((container) => ({
    name: container.name,
    ...(container === deciding ? pick(told) : endOfContainer(core, attempt, container)),
    ...(told.logStreamName === undefined
      ? {}
      : { logStreamName: containerStreamOf(core, row, number, container.name) }),
    networkInterfaces: told.networkInterfaces ?? [],
  }));
}

function pick({ exitCode, reason }: AttemptTaskContainerDetails): { exitCode?: number; reason?: string } {
  return { ...(exitCode === undefined ? {} : { exitCode }), ...(reason === undefined ? {} : { reason }) };
}

/** AttemptDetail.taskProperties of an attempt that is over. */
export function attemptTask(
  core: Core,
  row: number,
  attempt: number,
  task: EcsTaskProperties,
  { containerInstanceArn, taskArn, ...told }: RanContainer,
): AttemptEcsTaskDetails {
  return {
    ...(containerInstanceArn === undefined ? {} : { containerInstanceArn }),
    ...(taskArn === undefined ? {} : { taskArn }),
    containers: endedContainers(core, row, attempt, task, told),
  };
}

/** JobDetail.ecsProperties' task: its settings, and what its attempt adds; `ran.attempt` is -1 while none is over that shows. */
export function shownTaskOf(
  core: Core,
  row: number,
  task: EcsTaskProperties,
  ran: { told: RanContainer; attempt: number; n: number },
): EcsTaskDetails {
  const { told, attempt, n } = ran;
  const { containerInstanceArn, taskArn } = told;
  const ended = attempt < 0 ? [] : endedContainers(core, row, attempt, task, told);
  return {
    ...task,
    ...(containerInstanceArn === undefined ? {} : { containerInstanceArn }),
    ...(taskArn === undefined ? {} : { taskArn }),
    containers: (task.containers ?? []).map((container, place) => ({
      ...container,
      ...(told.logStreamName === undefined ? {} : { logStreamName: containerStreamOf(core, row, n, container.name) }),
      networkInterfaces: told.networkInterfaces ?? [],
      ...ended[place],
    })),
  };
}

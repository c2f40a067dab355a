import type { Runtime } from './contract';

export type { AwsAccess } from './aws-connections';
export type {
  PortalConnection,
  Runtime,
} from './contract';

interface RuntimeHolder {
  batchdeckRuntime?: Promise<Runtime>;
}

/** Next loads this module several times in one process; only globalThis is shared, and nothing else may build. */
export function runtimeHolder(): RuntimeHolder {
  return globalThis as RuntimeHolder;
}

/** The running portal. Throws where nothing started it: in a build, or in a script that must not have one. */
export function runtime(): Promise<Runtime> {
  const started = runtimeHolder().batchdeckRuntime;
  if (started === undefined) throw new Error('The portal is not started in this process: instrumentation starts it.');
  return started;
}

import { isRunning } from '@/lib/db';
import { runtimeHolder } from '@/lib/runtime';
import { buildRuntime } from '@/lib/runtime/build';
import { isSetupError, parseSettings } from '@/lib/settings';

const ORPHAN_CHECK_MS = 500;

/** Builds the portal, keeps it on globalThis, and ends the process in order on a signal or when its starter is gone. */
export async function start(): Promise<void> {
  const holder = runtimeHolder();
  if (holder.batchdeckRuntime !== undefined) return;
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const running = await holder.batchdeckRuntime?.catch(() => null);
    await running?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  followStarter(() => void stop());
  try {
    holder.batchdeckRuntime = buildRuntime(parseSettings(process.env, process.cwd()));
    const running = await holder.batchdeckRuntime;
    for (const line of await running.greeting()) console.log(line);
  } catch (error) {
    if (isStopping) return;
    console.error(isSetupError(error) ? error.message : error);
    process.exit(1);
  }
}

/** kill -9 of `npm start` sends nothing: its process is looked for instead. */
function followStarter(orphaned: () => void): void {
  const starter = Number(process.env.BATCHDECK_PARENT ?? '');
  if (!Number.isSafeInteger(starter) || starter <= 0) return;
  setInterval(() => {
    if (!isRunning(starter)) orphaned();
  }, ORPHAN_CHECK_MS).unref();
}

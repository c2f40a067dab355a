import { diceOf } from '@/lib/simulator/test-scenarios';
import { ArgumentError, parseSoak, USAGE } from './arguments';
import { soakCalls } from './calls';
import { soakKills } from './kills';
import { soakMachine } from './machine';

const clock = () => performance.now();

async function soak(minutes: number, seed: number): Promise<boolean> {
  const [half, quarter] = [minutes * 30_000, minutes * 15_000];
  console.log(`Soak of ${minutes} min, seed ${seed}.`);
  const machine = soakMachine(seed, clock() + quarter, clock);
  console.log(
    `The machine: ${machine.scenarios} scenarios, ${machine.jobs} jobs, ${machine.changes} changes; each run whole, sliced, replayed, restored, and watched event by event. ${verdict(machine.broken)}`,
  );
  const calls = soakCalls(seed, clock() + quarter, clock);
  console.log(
    `Its calls: ${calls.lists} lists of random requests of every operation, ${calls.calls} in all, ${calls.refused} refused; each answered twice, through snapshots, and replayed from the log. ${verdict(calls.broken)}`,
  );
  const kills = await soakKills(diceOf(seed), clock() + half, clock);
  console.log(
    `The portal: ${kills.kills} times killed with -9 under load; ${kills.acknowledged} submits acknowledged, ${kills.jobs} jobs in history. ${verdict(kills.broken)}`,
  );
  const isWhole = [machine, calls, kills].every(({ broken }) => broken === null);
  console.log(
    isWhole
      ? `Nothing broke; seed ${seed}.`
      : `Broken; again with: npm run soak -- --minutes ${minutes} --seed ${seed}`,
  );
  return isWhole;
}

function verdict(broken: string | null): string {
  return broken === null ? 'All held.' : `BROKEN: ${broken}`;
}

try {
  const { minutes, seed } = parseSoak(process.argv.slice(2), () => Math.floor(Math.random() * 1_000_000_000));
  process.exitCode = (await soak(minutes, seed)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}

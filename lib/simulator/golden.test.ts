import { describe, expect, it } from 'vitest';
import { createSimulator } from './index';
import { hashBytes } from './kernel/bytes';
import { genesisOf, WHO } from './test-machine';
import { randomScenario } from './test-scenarios';

/*
 * The same seed and inputs give the same bytes on every engine. A change of behaviour changes these values: then
 * ENGINE_VERSION goes up with them.
 */
const GOLDEN = [
  { seed: 6, timing: 'aws' as const, stream: '9242fc6d27006cd8' },
  { seed: 2, timing: 'ideal' as const, stream: 'b46ba9f23cd92f8e' },
];

describe('golden runs', () => {
  it.each(GOLDEN)('seed $seed, $timing', ({ seed, timing, stream }) => {
    const scenario = randomScenario(seed, timing);
    const sim = createSimulator(genesisOf(timing, seed));
    const lines: string[] = [];
    sim.onChanges((change) => {
      if (change.kind === 'resource') return;
      lines.push(JSON.stringify(change.kind === 'job' ? { ...change, facts: undefined } : change));
    });
    for (const input of scenario.inputs) sim.apply(input, input.kind === 'workload' ? scenario.rows : undefined);
    for (const { at, operation, input } of scenario.calls) {
      if (at > sim.now()) sim.advance(at);
      sim.call(operation, input([]), WHO);
    }
    sim.advance(scenario.end);
    expect(hashBytes(new TextEncoder().encode(lines.join('\n')))).toBe(stream);
  });
});

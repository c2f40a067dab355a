'use client';

import { Check, FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import type { ActionResult } from '@/lib/access';
import { useMay } from '../access/access';
import { Permitted } from '../access/permitted';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { Banner } from '../ui/verdict';

/** What a scenario holds, read from its file. */
export interface ScenarioFacts {
  description: string;
  queues: number;
  environments: number;
  definitions: number;
  seed: number;
}

type Scenario = 'demo' | 'empty';
type Start = (input: { scenario: Scenario }) => Promise<ActionResult<{ connection: string }>>;

function StartButtons({ starting, onStart }: { starting: Scenario | null; onStart: (scenario: Scenario) => void }) {
  const { why } = useMay('connections.write');
  return (
    <>
      <div className="flex flex-wrap items-center gap-2" aria-live="polite">
        <Permitted permission="connections.write">
          <Button
            variant="primary"
            size="form"
            className="flex-1"
            disabled={starting !== null}
            onClick={() => onStart('demo')}
          >
            <Play size={14} strokeWidth={1.75} aria-hidden />
            {starting === 'demo' ? 'Starting the demo day…' : 'Start the demo day'}
          </Button>
        </Permitted>
        <Permitted permission="connections.write">
          <Button size="form" className="border-tx3" disabled={starting !== null} onClick={() => onStart('empty')}>
            {starting === 'empty' ? 'Starting…' : 'Start it empty'}
          </Button>
        </Permitted>
      </div>
      {why !== null && <p className="text-13 text-tx1">{why}</p>}
    </>
  );
}

/** One click to a simulated AWS Batch: with a day that is under way already, or empty. */
export function StartSimulator({ demo, start }: { demo: ScenarioFacts; start: Start }) {
  const [starting, setStarting] = useState<Scenario | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const go = async (scenario: Scenario) => {
    setStarting(scenario);
    setFault(null);
    const result = await start({ scenario }).catch(() => null);
    if (result?.ok === true) {
      window.location.assign(`/${result.value.connection}`);
      return;
    }
    setStarting(null);
    setFault(result?.error.message ?? 'The portal does not answer. Try again in a moment.');
  };
  const facts = [
    `${formatCount(demo.queues, 'queue')}, ${formatCount(demo.environments, 'environment')}, ${formatCount(demo.definitions, 'definition')}`,
    'Jobs with dependencies, arrays and retries, On-Demand, Spot and Fargate, billed by the second',
    'One job that will never start: find out why',
  ];
  return (
    <section
      aria-labelledby="start-simulator"
      className="flex flex-col gap-4 rounded-panel border border-ac bg-acs p-5"
    >
      <div>
        <h2 id="start-simulator" className="flex items-center gap-2.5 text-15 font-semibold text-tx0">
          <FlaskConical size={16} strokeWidth={1.75} aria-hidden />
          Start the simulator with a demo day
        </h2>
        <p className="mt-1 text-13 text-tx1">
          A whole AWS Batch in this process. No account, no cost, data in seconds.
        </p>
      </div>
      <p className="text-13 text-tx1">{demo.description}</p>
      <ul className="flex flex-col gap-2 text-13 text-tx0">
        {facts.map((fact) => (
          <li key={fact} className="flex items-start gap-2.5">
            <Check size={14} strokeWidth={1.75} className="mt-0.75 shrink-0 text-okt" aria-hidden />
            {fact}
          </li>
        ))}
      </ul>
      <p className="num text-12 text-tx2">
        Seed <span className="font-mono font-semibold text-tx0">{demo.seed}</span>: the same seed gives the same day
        again.
      </p>
      {fault !== null && (
        <Banner tone="bad" title="The simulator was not started.">
          {fault}
        </Banner>
      )}
      <StartButtons starting={starting} onStart={(scenario) => void go(scenario)} />
    </section>
  );
}

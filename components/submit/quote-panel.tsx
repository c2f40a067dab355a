'use client';

import { useQuery } from '@tanstack/react-query';
import { definitionMeant, queueMeant } from '@/lib/forms';
import type { DefinitionRuns, Spread } from '@/lib/history';
import { useConnection } from '../data/connection';
import { readJson } from '../data/read';
import { useEdit } from '../edit/edit-state';
import { formatDuration } from '../format/duration';
import { formatMoney } from '../format/money';
import { formatCount } from '../format/number';
import { Panel } from '../ui/panel';
import type { SubmitAround } from './around';

const textIn = (value: unknown) => (typeof value === 'string' ? value : '');

function Figure({ title, value, band }: { title: string; value: string; band: string }) {
  return (
    <div className="flex min-w-0 flex-col">
      <span className="text-12 text-tx3t">{title}</span>
      <strong className="num text-15 font-semibold text-tx0">{value}</strong>
      <span className="num text-12 text-tx2">{band}</span>
    </div>
  );
}

const band = (spread: Spread, write: (value: number) => string) => `${write(spread.p10)} – ${write(spread.p90)}`;
const money = (nano: number) => formatMoney(BigInt(Math.round(nano)));

function Figures({ runs, size }: { runs: DefinitionRuns; size: number | null }) {
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
      {runs.run !== null && (
        <Figure
          title="Runs for"
          value={`about ${formatDuration(runs.run.median)}`}
          band={band(runs.run, formatDuration)}
        />
      )}
      {runs.cost !== null && (
        <Figure title="Costs, each" value={`about ${money(runs.cost.median)}`} band={band(runs.cost, money)} />
      )}
      {runs.cost !== null && size !== null && (
        <Figure
          title={`All ${formatCount(size, 'child', 'children')}`}
          value={`about ${money(runs.cost.mean * size)}`}
          band={`at the mean of ${money(runs.cost.mean)}`}
        />
      )}
    </div>
  );
}

/** Whose past runs the figures are of. */
function Source({ runs, name }: { runs: DefinitionRuns; name: string }) {
  const whose = runs.of === 'revision' ? name : `all revisions of ${name.slice(0, name.lastIndexOf(':'))}`;
  return (
    <p className="text-12 text-tx2">
      On the newest runs of <strong className="font-semibold text-tx0">{whose}</strong> that succeeded, n ={' '}
      <span className="num">{formatCount(runs.n, 'run')}</span>. The middle one, and the range of 80 % of them.
    </p>
  );
}

function Caveats({
  runs,
  waiting,
  queue,
  isResized,
}: {
  runs: DefinitionRuns;
  waiting: number | null;
  queue: string;
  isResized: boolean;
}) {
  return (
    <ul className="flex flex-col gap-0.5 text-12 text-tx3t">
      {isResized && <li>This job asks for other resources than its definition: time and cost may differ.</li>}
      {runs.cost === null && <li>No price is known of them.</li>}
      {runs.cost !== null && runs.priced < runs.n && <li>A price is known of {formatCount(runs.priced, 'run')}.</li>}
      {waiting !== null && (
        <li>
          {formatCount(waiting, 'job waits', 'jobs wait')} in {queue} now; when this one starts is not known.
        </li>
      )}
    </ul>
  );
}

/** What a job of this definition took and cost before: figures of recorded runs, and none without. */
export function QuotePanel({ around }: { around: SubmitAround }) {
  const { slug, epoch } = useConnection();
  const { document, valueIn } = useEdit();
  const definition = definitionMeant(around.definitions, textIn(document.jobDefinition));
  const queue = queueMeant(around.queues, textIn(document.jobQueue));
  const full = definition?.name ?? '';
  const at = full.lastIndexOf(':');
  const { data } = useQuery({
    queryKey: ['read', slug, epoch, 'definition-runs', full],
    queryFn: ({ signal }) =>
      readJson<DefinitionRuns>(
        slug,
        `definitions/${encodeURIComponent(full.slice(0, at))}/runs`,
        { epoch, revision: full.slice(at + 1) },
        signal,
      ),
    enabled: full !== '',
    meta: { topics: ['jobs', 'charges'] },
  });
  if (definition === null || data === undefined) return null;
  const size = valueIn('arrayProperties.size');
  const isResized =
    valueIn('containerOverrides.resourceRequirements') !== undefined || valueIn('nodeOverrides') !== undefined;
  return (
    <Panel title="Time and cost" unit="from recorded runs">
      <div className="flex flex-col gap-2.5">
        {data.n === 0 ? (
          <p className="text-12 text-tx2">No finished runs of this definition yet.</p>
        ) : (
          <>
            <Source runs={data} name={full} />
            <Figures runs={data} size={typeof size === 'number' && size > 1 ? size : null} />
            <Caveats runs={data} waiting={queue?.waiting ?? null} queue={queue?.name ?? ''} isResized={isResized} />
          </>
        )}
      </div>
    </Panel>
  );
}

'use client';

import type { ScopeRule } from '@/lib/access';
import { Checkbox } from '../ui/checkbox';
import { SegmentedControl } from '../ui/segmented-control';
import type { ConnectionOffer } from './scope-words';

type Grant = Exclude<ScopeRule['connections'], 'all'>[number];

const WHICH = [
  { value: 'all', label: 'Everything' },
  { value: 'some', label: 'Some connections' },
] as const;

const QUEUES = [
  { value: 'all', label: 'All queues' },
  { value: 'some', label: 'Some queues' },
] as const;

function QueueBoxes({
  offer,
  chosen,
  onChange,
}: {
  offer: ConnectionOffer;
  chosen: readonly string[];
  onChange: (queues: string[]) => void;
}) {
  const names = [...new Set([...offer.queues, ...chosen])];
  if (names.length === 0) return <p className="text-12 text-tx3t">No queue is there yet.</p>;
  return (
    <div className="quiet-scroll grid max-h-40 grid-cols-2 gap-x-4 overflow-y-auto max-md:grid-cols-1">
      {names.map((queue) => (
        <Checkbox
          key={queue}
          label={`Queue ${queue} of ${offer.name}`}
          checked={chosen.includes(queue)}
          onChange={(on) => onChange(on ? [...chosen, queue] : chosen.filter((one) => one !== queue))}
        >
          <span className="min-w-0 truncate" title={queue}>
            {queue}
          </span>
        </Checkbox>
      ))}
    </div>
  );
}

function ConnectionGrant({
  offer,
  grant,
  onChange,
}: {
  offer: ConnectionOffer;
  grant: Grant | undefined;
  onChange: (grant: Grant | null) => void;
}) {
  return (
    <li className="flex flex-col gap-2 border-b border-ln2 px-3 py-2 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Checkbox
          label={`Connection ${offer.name}`}
          checked={grant !== undefined}
          onChange={(on) => onChange(on ? { id: offer.id, queues: 'all' } : null)}
        >
          {offer.name}
        </Checkbox>
        {grant !== undefined && (
          <SegmentedControl
            label={`Queues of ${offer.name}`}
            options={QUEUES}
            value={grant.queues === 'all' ? 'all' : 'some'}
            onChange={(value) => onChange({ id: offer.id, queues: value === 'all' ? 'all' : [] })}
          />
        )}
      </div>
      {grant !== undefined && grant.queues !== 'all' && (
        <QueueBoxes offer={offer} chosen={grant.queues} onChange={(queues) => onChange({ id: offer.id, queues })} />
      )}
    </li>
  );
}

/** What somebody may see and act on: everything, or connections one by one, each whole or by queue. */
export function ScopeField({
  scope,
  offers,
  error,
  onChange,
}: {
  scope: ScopeRule;
  offers: readonly ConnectionOffer[];
  error?: string | undefined;
  onChange: (scope: ScopeRule) => void;
}) {
  const { connections } = scope;
  const change = (id: number, grant: Grant | null) => {
    const others = connections === 'all' ? [] : connections.filter((one) => one.id !== id);
    onChange({ connections: grant === null ? others : [...others, grant].sort((a, b) => a.id - b.id) });
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-12 font-medium text-tx2">
        Scope <span className="font-normal text-tx3t">what one sees and acts on, counts and sums included</span>
      </legend>
      <div>
        <SegmentedControl
          label="Scope"
          options={WHICH}
          value={connections === 'all' ? 'all' : 'some'}
          onChange={(value) => onChange({ connections: value === 'all' ? 'all' : [] })}
        />
      </div>
      {connections !== 'all' && (
        <ul className="rounded-control border border-ln">
          {offers.map((offer) => (
            <ConnectionGrant
              key={offer.id}
              offer={offer}
              grant={connections.find((one) => one.id === offer.id)}
              onChange={(grant) => change(offer.id, grant)}
            />
          ))}
          {offers.length === 0 && <li className="px-3 py-2 text-13 text-tx2">There is no connection yet.</li>}
        </ul>
      )}
      {error !== undefined && <p className="text-12 text-badt">{error}</p>}
    </fieldset>
  );
}

import { RotateCcw } from 'lucide-react';
import { Permitted } from '../access/permitted';
import { formatNumber } from '../format/number';
import { formatMoment } from '../format/time';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';
import { AwsFacts } from './aws-facts';
import { type ConnectionAsk, type ConnectionCard, epochPath } from './connection-view';

function paceWords({ speed, paused }: ConnectionCard): string {
  if (paused) return 'paused';
  return speed === 'max' ? 'as fast as it goes' : `${formatNumber(speed ?? 1)}×`;
}

function Epochs({ connection }: { connection: ConnectionCard }) {
  const head = 'px-2.5 py-1.5 text-left font-medium first:pl-3.5 last:pr-3.5';
  const cell = 'px-2.5 py-1.5 first:pl-3.5 last:pr-3.5';
  return (
    <div className="quiet-scroll overflow-x-auto">
      <table className="w-full text-13" aria-label={`Epochs of ${connection.name}`}>
        <thead className="text-12 text-tx3t">
          <tr>
            <th scope="col" className={head}>
              Epoch
            </th>
            <th scope="col" className={head}>
              Started
            </th>
            <th scope="col" className={head}>
              Scenario
            </th>
            <th scope="col" className={`${head} text-right`}>
              Seed
            </th>
            <th scope="col" className={head}>
              Clock
            </th>
            <th scope="col" className={`${head} text-right`}>
              Inputs
            </th>
            <th scope="col" className={`${head} text-right`}>
              Jobs
            </th>
          </tr>
        </thead>
        <tbody>
          {connection.epochs.map((one) => {
            const isNow = one.epoch === connection.epoch;
            const at = isNow && connection.now !== null ? connection.now : one.upTo;
            return (
              <tr key={one.epoch} className={`border-t border-ln2 ${isNow ? 'text-tx0' : 'text-tx2'}`}>
                <td className={cell}>
                  <a
                    href={epochPath(connection.slug, one.epoch, connection.epoch)}
                    className="num text-acx hover:underline"
                  >
                    {one.epoch}, {isNow ? 'now' : 'past'}
                  </a>
                </td>
                <td className={cell}>
                  <WallTime at={one.openedAt} style="ago" />
                </td>
                <td className={`${cell} max-w-56 truncate`} title={one.scenario ?? undefined}>
                  {one.scenario ?? 'no name'}
                </td>
                <td className={`${cell} num text-right font-mono text-12`}>{one.seed}</td>
                <td className={`${cell} num whitespace-nowrap`}>
                  {formatMoment(at, { kind: 'simulated', startAt: one.startAt })}
                </td>
                <td className={`${cell} num text-right`}>{formatNumber(one.inputs)}</td>
                <td className={`${cell} num text-right`}>{formatNumber(one.jobs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** One connection: what it is, its epochs, and what can be done with it. */
export function ConnectionPanel({
  connection,
  onAsk,
}: {
  connection: ConnectionCard;
  onAsk: (ask: ConnectionAsk) => void;
}) {
  const { name, slug, kind, region, account, epoch } = connection;
  const act = (ask: ConnectionAsk, label: string, variant: 'secondary' | 'danger' = 'secondary') => (
    <Permitted permission="connections.write" where={{ whole: true }}>
      <Button
        size="panel"
        variant={variant}
        aria-label={`${label.replace('…', '')} ${name}`}
        onClick={() => onAsk(ask)}
      >
        {ask === 'reset' && <RotateCcw size={13} strokeWidth={1.75} aria-hidden />}
        {label}
      </Button>
    </Permitted>
  );
  return (
    <Panel
      title={name}
      unit={
        kind === 'simulated'
          ? `simulated, /${slug}, ${region}, ${paceWords(connection)}`
          : `AWS, /${slug}, ${region}, account ${account}`
      }
      flush
      actions={kind === 'simulated' ? <Tag tone="here">epoch {epoch}</Tag> : undefined}
    >
      {kind === 'simulated' && (
        <>
          <Epochs connection={connection} />
          <div className="flex flex-wrap gap-2 border-t border-ln2 px-3.5 py-2.5">
            {act('reset', 'Reset to a new epoch…')}
            {act('rename', 'Rename…')}
            {act('remove', 'Remove…', 'danger')}
          </div>
        </>
      )}
      {kind === 'aws' && (
        <>
          <AwsFacts connection={connection} />
          <div className="flex flex-wrap gap-2 border-t border-ln2 px-3.5 py-2.5">
            {act('check', 'Check…')}
            {act('change', 'Credentials and pace…')}
            {act('rename', 'Rename…')}
            {act('remove', 'Remove…', 'danger')}
          </div>
        </>
      )}
    </Panel>
  );
}

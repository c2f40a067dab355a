'use client';

import type { EnvironmentRow, WaitingReason } from '@/lib/history';
import { useConnection } from '../data/connection';
import { environmentVerdict, KIND_WORD } from '../environments/environment-words';
import { formatNumber, formatVcpus } from '../format/number';
import { VcpuBar } from '../ui/bars';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { VerdictTag } from './verdict-tag';

/** The environments a queue tries, in its order, and how full each is. */
export function EnvironmentsInOrder({
  names,
  environments,
  reasons,
}: {
  names: readonly string[];
  environments: readonly EnvironmentRow[];
  reasons: readonly WaitingReason[];
}) {
  const { slug } = useConnection();
  return (
    <Panel title="Environments in order" flush>
      <ol>
        {names.map((name, index) => {
          const environment = environments.find((one) => one.name === name);
          return (
            <li key={name} className="flex gap-3 border-b border-ln2 px-3.5 py-2.5 last:border-b-0">
              <span className="num w-4 shrink-0 text-13 text-tx3t">{index + 1}</span>
              <div className="flex min-w-0 flex-1 flex-col gap-1.5">
                <div className="flex min-w-0 flex-wrap items-baseline gap-2">
                  <Link
                    href={`/${slug}/environments/${encodeURIComponent(name)}`}
                    className="min-w-0 truncate font-semibold text-tx0 hover:underline"
                    title={name}
                  >
                    {name}
                  </Link>
                  {environment !== undefined && (
                    <>
                      <span className="text-12 text-tx2">{KIND_WORD[environment.type]}</span>
                      <span className="ml-auto">
                        <VerdictTag {...environmentVerdict(environment, reasons)} />
                      </span>
                    </>
                  )}
                </div>
                {environment === undefined ? (
                  <p className="text-12 text-badt">It does not exist any more: jobs can’t run there.</p>
                ) : (
                  <>
                    <VcpuBar
                      used={environment.usedMilliVcpus / 1000}
                      provisioned={environment.provisionedVcpus}
                      asked={environment.desiredVcpus ?? 0}
                      maximum={environment.maximumVcpus}
                    />
                    <p className="num text-12 text-tx2">
                      <span className="text-tx0">{formatVcpus(environment.usedMilliVcpus)}</span> used /{' '}
                      {formatNumber(environment.provisionedVcpus)} up / {formatNumber(environment.maximumVcpus)} max
                      vCPU
                    </p>
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

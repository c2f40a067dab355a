import type { Overview } from '@/lib/history';
import { formatNumber } from '../format/number';
import { TwinTable } from '../ui/data-table';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { StatusGlyph } from '../ui/status';
import { Tag } from '../ui/verdict';

const COLUMNS = [
  { key: 'class', label: 'Class', number: false },
  { key: 'example', label: 'Last one', number: false },
  { key: 'count', label: 'Jobs', number: true },
] as const;

const SHOWN = 7;

/** Failed jobs of the last day by class, the most first; Spot is never the application's fault. */
export function FailuresPanel({ slug, failures }: { slug: string; failures: Overview['failures'] }) {
  const total = failures.reduce((sum, failure) => sum + failure.count, 0);
  const rows = failures.map((failure) => ({
    key: failure.failureClass,
    cells: {
      class: { text: failure.failureClass, value: failure.failureClass },
      example: { text: failure.example.name, value: failure.example.name },
      count: { text: formatNumber(failure.count), value: failure.count },
    },
  }));
  return (
    <Panel
      title="Failures by class"
      unit="last 24 h"
      flush
      actions={
        total > 0 ? (
          <Tag tone="bad" icon>
            <span className="num">{formatNumber(total)}</span>
          </Tag>
        ) : undefined
      }
      {...(total > 0 ? { table: <TwinTable columns={COLUMNS} rows={rows} fileName="failures-by-class" /> } : {})}
    >
      {total === 0 ? (
        <p className="px-3.5 py-6 text-13 text-tx2">No job failed in the last 24 h.</p>
      ) : (
        <ul>
          {failures.slice(0, SHOWN).map((failure) => (
            <li
              key={failure.failureClass}
              className="flex items-center gap-3 border-b border-ln2 px-3.5 py-2.5 last:border-b-0"
            >
              <StatusGlyph state={failure.failureClass.startsWith('Spot') ? 'INTERRUPTED' : 'FAILED'} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-semibold text-tx0">{failure.failureClass}</p>
                <p className="truncate text-12 text-tx2">
                  last{' '}
                  <Link
                    href={`/${slug}/jobs/${encodeURIComponent(failure.example.id)}`}
                    className="font-mono text-tx1 hover:underline"
                    title={failure.example.name}
                  >
                    {failure.example.name}
                  </Link>
                </p>
              </div>
              <span className="num text-13 font-semibold text-tx0">{formatNumber(failure.count)}</span>
            </li>
          ))}
          {failures.length > SHOWN && (
            <li className="px-3.5 py-2 text-12 text-tx3t">
              {SHOWN} of {failures.length} classes, by jobs; all are in the table.
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

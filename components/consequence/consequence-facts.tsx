import { formatNumber } from '../format/number';
import { Link } from '../ui/link';
import { StatusGlyph } from '../ui/status';
import { Banner } from '../ui/verdict';
import type { Consequence, Dependents } from './consequence';

const MOST_SAMPLED = 5;

function FactRow({ label, value, glyph }: NonNullable<Consequence['facts']>[number]) {
  return (
    <div className="flex items-center gap-2">
      <dt className="flex min-w-0 items-center gap-2 text-tx2">
        {glyph !== undefined && <StatusGlyph state={glyph} />}
        {label}
      </dt>
      <dd className="num ml-auto font-semibold text-tx0">{value}</dd>
    </div>
  );
}

function DependentsList({ title, items, more = 0 }: Dependents) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-12 font-medium text-tx2">{title}</h3>
      <ul className="quiet-scroll flex max-h-40 flex-col overflow-y-auto rounded-control border border-ln2 text-13">
        {items.map(({ label, href, note }) => (
          <li key={`${label} ${note ?? ''}`} className="flex gap-2 border-b border-ln2 px-2.5 py-1.5 last:border-b-0">
            {href === undefined ? (
              <span className="min-w-0 break-words text-tx0">{label}</span>
            ) : (
              <Link className="link min-w-0 break-words" href={href}>
                {label}
              </Link>
            )}
            {note !== undefined && <span className="ml-auto min-w-0 break-words text-right text-tx2">{note}</span>}
          </li>
        ))}
        {more > 0 && <li className="num px-2.5 py-1.5 text-tx2">and {formatNumber(more)} more</li>}
      </ul>
    </section>
  );
}

function Sample({ sample }: { sample: NonNullable<Consequence['sample']> }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-12 font-medium text-tx2">
        {sample.length > MOST_SAMPLED ? `${MOST_SAMPLED} of them` : 'These'}
      </h3>
      <ul className="flex flex-col text-12">
        {sample.slice(0, MOST_SAMPLED).map(({ label, note }) => (
          <li key={`${label} ${note ?? ''}`} className="flex gap-2 py-0.5">
            <span className="min-w-0 truncate text-tx1">{label}</span>
            {note !== undefined && <span className="ml-auto shrink-0 text-tx3t">{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What an act means: counts, calls, who depends on it, a few of the things themselves. */
export function ConsequenceFacts({ consequence }: { consequence: Consequence }) {
  const { facts = [], calls = [], dependents = [], sample = [], picture, duration, warning, note } = consequence;
  const rows = [
    ...facts,
    ...calls.map(({ operation, count }) => ({ label: 'Calls', value: `${formatNumber(count)}\u00a0${operation}` })),
    ...(duration === undefined ? [] : [{ label: 'Takes', value: duration }]),
  ];
  return (
    <div className="flex flex-col gap-3">
      {picture}
      {rows.length > 0 && (
        <dl className="flex flex-col gap-1.5 text-13">
          {rows.map((row) => (
            <FactRow key={`${row.label} ${row.value}`} {...row} />
          ))}
        </dl>
      )}
      {dependents.map((one) => (
        <DependentsList key={one.title} {...one} />
      ))}
      {sample.length > 0 && <Sample sample={sample} />}
      {warning !== undefined && (
        <Banner tone="warn" title={warning.title}>
          {warning.text}
        </Banner>
      )}
      {note !== undefined && <p className="text-12 text-tx3t">{note}</p>}
    </div>
  );
}

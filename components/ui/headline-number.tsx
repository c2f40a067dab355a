import type { ReactNode } from 'react';
import { type GlyphState, StatusGlyph } from './status';

/** One of a page's few numbers: label with glyph, number, small unit, one line of context, a sparkline or none. */
export function HeadlineNumber({
  label,
  glyph,
  value,
  unit,
  context,
  spark,
  tone = 'ink',
}: {
  label: string;
  glyph?: GlyphState;
  value: string;
  unit?: string;
  context?: ReactNode;
  spark?: ReactNode;
  tone?: 'ink' | 'gained' | 'lost';
}) {
  const ink = tone === 'gained' ? 'text-okt' : tone === 'lost' ? 'text-interrupted' : 'text-tx0';
  return (
    <div className="flex min-w-0 items-end justify-between gap-2 px-3.5 py-3">
      <dl className="min-w-0">
        <dt className="flex items-center gap-1.5 text-12 text-tx2">
          {glyph !== undefined && <StatusGlyph state={glyph} />}
          {label}
        </dt>
        <dd className={`num truncate text-25 font-semibold max-md:text-21 ${ink}`}>
          {value}
          {unit !== undefined && <span className="ml-0.5 text-13 font-normal tracking-normal text-tx2">{unit}</span>}
        </dd>
        {context !== undefined && <dd className="num truncate text-12 text-tx2">{context}</dd>}
      </dl>
      {spark !== undefined && <div className="h-8 w-16 shrink-0 max-md:hidden">{spark}</div>}
    </div>
  );
}

/** The row of a page's headline numbers; two by two on a narrow screen. */
export function HeadlineRow({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 overflow-hidden rounded-panel border border-ln2 bg-bg1 lg:grid-cols-4 [&>*]:border-ln2 [&>*:nth-child(even)]:border-l [&>*:nth-child(n+3)]:border-t lg:[&>*:nth-child(n+2)]:border-l lg:[&>*:nth-child(n+3)]:border-t-0">
      {children}
    </div>
  );
}

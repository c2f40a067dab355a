'use client';

import { CircleAlert, Table2 } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { keysOf } from '../keys/key-commands';
import { keyChoices, takesKeys, useBound } from '../keys/use-keys';
import { Button, squareButtonClass } from './button';
import { classNames } from './class-names';

/** A read that failed, as a panel tells it; `code` is verbatim. */
export interface PanelError {
  title: string;
  detail?: string;
  code?: string;
  onRetry?: () => void;
}

interface PanelProps {
  title: string;
  /** The unit and the step, once, beside the title. */
  unit?: ReactNode;
  /** At the right of the title line. */
  actions?: ReactNode;
  /** The same numbers as a table; gives the panel its switch and the key `t`. */
  table?: ReactNode;
  /** A 2 px line in the top border while data is fetched again. */
  refetching?: boolean;
  error?: PanelError | null;
  /** Set when what is shown is the last good data: `as of 14:31:50`. */
  asOf?: string | null;
  /** Without padding, for lists and tables that reach the border. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

function PanelErrorRow({ error }: { error: PanelError }) {
  return (
    <div role="alert" className="flex items-start gap-2.5 px-3.5 pb-3 pt-2">
      <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-failed" aria-hidden />
      <p className="min-w-0 flex-1 text-13 text-tx2">
        <strong className="font-semibold text-tx0">{error.title}</strong> {error.detail}{' '}
        {error.code !== undefined && <code className="text-12 text-tx3t">{error.code}</code>}
      </p>
      {error.onRetry !== undefined && (
        <Button size="panel" onClick={error.onRetry}>
          Try now
        </Button>
      )}
    </div>
  );
}

const TABLE = ['table'] as const;
const NOTHING = [] as const;

/** The switch between chart and table, with the key `t` while the pointer or the focus is in the panel. */
function useTableTwin(hasTable: boolean) {
  useBound(hasTable ? TABLE : NOTHING);
  const [asTable, setAsTable] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!hasTable) return;
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key !== keysOf('table', keyChoices()) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        takesKeys(event.target)
      )
        return;
      const here = panel.current;
      if (here === null || !(here.matches(':hover') || here.contains(document.activeElement))) return;
      event.preventDefault();
      setAsTable((now) => !now);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [hasTable]);
  return { asTable, setAsTable, panel };
}

/** A panel: title line, content, and the states every panel has. */
export function Panel({
  title,
  unit,
  actions,
  table,
  refetching = false,
  error,
  asOf,
  flush = false,
  className,
  children,
}: PanelProps) {
  const { asTable, setAsTable, panel } = useTableTwin(table !== undefined);
  const heading = useId();
  return (
    <section
      ref={panel}
      aria-labelledby={heading}
      aria-busy={refetching}
      className={classNames(
        'relative flex min-w-0 flex-col overflow-hidden rounded-panel border border-ln2 bg-bg1',
        className,
      )}
    >
      {refetching && (
        <span aria-hidden className="pointer-events-none absolute inset-x-0 top-0 h-0.5 overflow-hidden">
          <span className="refetching block h-full w-1/3 bg-ac" />
        </span>
      )}
      <div className="flex min-h-10 items-center gap-x-2.5 gap-y-1 border-b border-ln2 px-3.5 py-1.5 max-md:flex-wrap">
        <h2 id={heading} className="shrink-0 text-13 font-semibold text-tx0">
          {title}
        </h2>
        {unit !== undefined && <span className="min-w-0 truncate text-12 text-tx3t">{unit}</span>}
        {asOf !== undefined && asOf !== null && <span className="num text-12 text-warn">as of {asOf}</span>}
        <div className="ml-auto flex shrink-0 items-center gap-3 max-md:flex-wrap">
          {actions}
          {table !== undefined && (
            <button
              type="button"
              aria-pressed={asTable}
              aria-label={`${title} as a table`}
              title={asTable ? 'Show the chart (t)' : 'Show as a table (t)'}
              onClick={() => setAsTable(!asTable)}
              className={squareButtonClass('quiet', 'panel', 'aria-pressed:bg-bg3 aria-pressed:text-tx0')}
            >
              <Table2 size={14} strokeWidth={1.75} aria-hidden />
            </button>
          )}
        </div>
      </div>
      <div className={classNames('min-w-0 flex-1', flush || asTable ? '' : 'p-3.5')}>{asTable ? table : children}</div>
      {error !== undefined && error !== null && <PanelErrorRow error={error} />}
    </section>
  );
}

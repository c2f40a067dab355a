import { classNames } from './class-names';

/** A grey bar in the place of a text, shown only after 150 ms. `className` gives its size. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={classNames('skeleton block', className)} />;
}

const WIDTHS = ['w-24', 'w-16', 'w-28', 'w-20', 'w-24'] as const;

const numbered = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Rows in the exact shape of a table that is on its way. */
export function SkeletonRows({
  rows = 6,
  columns = 3,
  label = 'Loading',
}: {
  rows?: number;
  columns?: number;
  label?: string;
}) {
  return (
    <div role="status" aria-label={label}>
      {numbered(rows).map((row) => (
        <div key={row} className="flex h-8 items-center gap-4 border-b border-ln2 px-3.5 last:border-b-0">
          <Skeleton className="size-3 rounded-full" />
          <Skeleton className={classNames('h-2.5', WIDTHS[row % WIDTHS.length])} />
          {numbered(columns).map((column) => (
            <Skeleton key={column} className="ml-auto h-2.5 w-14 max-md:hidden" />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Axes of a chart that is on its way; `className` gives the height. */
export function SkeletonChart({ className = 'h-32' }: { className?: string }) {
  return (
    <div
      role="status"
      aria-label="Loading"
      className={classNames('flex flex-col justify-between border-b border-ln2 pb-px', className)}
    >
      <Skeleton className="h-px w-full" />
      <Skeleton className="h-px w-full" />
      <Skeleton className="h-px w-full" />
    </div>
  );
}

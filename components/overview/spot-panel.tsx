'use client';

import { Swatch } from '../charts/chart-tooltip';
import { type PreparedChart, twinOf } from '../charts/prepare-chart';
import { SPOT_LAYERS } from '../charts/prepare-series';
import { TimeChart } from '../charts/time-chart';
import type { TimeFrame } from '../format/time';
import { TwinTable } from '../ui/data-table';
import { Panel, type PanelError } from '../ui/panel';
import { SkeletonChart } from '../ui/skeleton';

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** USD of a chart's bucket: measured in floating point, so it is for reading, not for sums. */
function formatUsd(value: number | null): string {
  return value === null ? '–' : dollars.format(value === 0 ? 0 : value).replace('-', '−');
}

/** What Spot saved, what interruptions lost, and the net, over the page's time range. */
export function SpotPanel({
  chart,
  frame,
  refetching,
  error,
}: {
  chart: PreparedChart | null;
  frame: TimeFrame;
  refetching: boolean;
  error: PanelError | null;
}) {
  return (
    <Panel
      title="Spot"
      unit="USD against on demand, from the start of this time"
      refetching={refetching}
      error={error}
      actions={
        <span className="flex gap-3 text-12 text-tx2 max-md:hidden">
          {SPOT_LAYERS.map((layer) => (
            <span key={layer.key} className="inline-flex items-center gap-1.5">
              <Swatch token={layer.token} hatched={layer.hatched === true} />
              {layer.label}
            </span>
          ))}
        </span>
      }
      {...(chart === null || chart.isEmpty
        ? {}
        : { table: <TwinTable {...twinOf(chart, frame, formatUsd)} fileName="spot" /> })}
    >
      {chart === null ? (
        error === null && <SkeletonChart className="h-36" />
      ) : chart.isEmpty ? (
        <p className="text-13 text-tx2">No job ran on Spot in this time.</p>
      ) : (
        <TimeChart title="Spot" unit="USD" chart={chart} className="h-36" format={formatUsd} />
      )}
    </Panel>
  );
}

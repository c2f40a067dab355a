'use client';

import { useSeries } from '../data/use-series';
import { backlogBars, backlogSentence, lossMarks } from './backlog';

const DAY_MS = 86_400_000;
const BARS = 72;
const WIDTH = 216;
const HEIGHT = 28;
const TOP = 9;

/** Waiting jobs of the last 24 h in small bars, with a bolt where Spot interruptions threw work away. */
export function BacklogStrip() {
  const { data } = useSeries({ subject: 'queue-jobs', spanMs: DAY_MS, points: BARS });
  const spot = useSeries({ subject: 'spot', spanMs: DAY_MS, points: BARS }).data;
  if (data === undefined || data.times.length === 0) return <span className="h-7 w-[216px]" />;
  const bars = backlogBars(data).slice(-BARS);
  const top = Math.max(1, ...bars.map((bar) => bar.waiting ?? 0));
  const end = (data.times.at(-1) ?? 0) + data.step * 1000;
  const x = (at: number) => WIDTH - ((end - at) / DAY_MS) * WIDTH;
  const width = Math.max(1, ((data.step * 1000) / DAY_MS) * WIDTH - 0.8);
  return (
    <div className="flex items-center gap-2 text-11 text-tx2">
      <span className="num">−24 h</span>
      <svg
        role="img"
        aria-label={backlogSentence(bars)}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      >
        {bars.map((bar) => {
          if (bar.waiting === null || bar.waiting === 0) return null;
          const height = Math.max(1, (bar.waiting / top) * (HEIGHT - TOP));
          return (
            <rect
              key={bar.at}
              x={x(bar.at)}
              y={HEIGHT - height}
              width={width}
              height={height}
              className="fill-runnable/70"
            />
          );
        })}
        <line
          x1="0"
          x2={WIDTH}
          y1={HEIGHT - 0.5}
          y2={HEIGHT - 0.5}
          className="stroke-runnable/50"
          strokeDasharray="2 2"
        />
        {spot !== undefined &&
          lossMarks(spot).map((at) => (
            <path
              key={at}
              d="M7.2.6L2.2 7h3l-.6 4.4L9.8 5h-3z"
              transform={`translate(${x(at) - 4} 0) scale(0.7)`}
              className="fill-interrupted"
            />
          ))}
      </svg>
      <span>now</span>
    </div>
  );
}

import type { JobStatus } from '@/lib/batch';
import { formatNumber } from '../format/number';
import { classNames } from './class-names';
import { STATE_WORD } from './status';

const FILL: Readonly<Record<JobStatus, string>> = {
  SUBMITTED: 'fill-submitted',
  PENDING: 'fill-pending',
  RUNNABLE: 'fill-runnable',
  SCHEDULED: 'fill-pending',
  STARTING: 'fill-starting',
  RUNNING: 'fill-running',
  SUCCEEDED: 'fill-succeeded',
  FAILED: 'fill-failed',
};

const ACTIVE = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'SCHEDULED',
  'STARTING',
  'RUNNING',
] as const satisfies readonly JobStatus[];
const FINISHED = ['SUCCEEDED', 'FAILED'] as const satisfies readonly JobStatus[];

/** The one hatch of the page, to be referred to as `url(#hatch)`; the root layout draws it once. */
export function HatchDefinition() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden>
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="5" className="fill-hatch" />
        </pattern>
      </defs>
    </svg>
  );
}

interface Segment {
  status: JobStatus;
  count: number;
  /** Left edge and width as shares of the bar, 0 to 1. */
  from: number;
  share: number;
}

/** Segments of a state bar in lifecycle order, linear. */
function stateSegments(counts: Partial<Record<JobStatus, number>>, statuses: readonly JobStatus[]): Segment[] {
  const total = statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const segments: Segment[] = [];
  let from = 0;
  for (const status of statuses) {
    const count = counts[status] ?? 0;
    if (count === 0) continue;
    segments.push({ status, count, from, share: count / total });
    from += count / total;
  }
  return segments;
}

function Bar({
  segments,
  label,
  height,
  onSelect,
}: {
  segments: Segment[];
  label: string;
  height: number;
  onSelect?: (status: JobStatus) => void;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      width="100%"
      height={height}
      className="block min-w-0 overflow-hidden rounded-tag bg-bg3"
    >
      {segments.map((segment) => (
        <g
          key={segment.status}
          {...(onSelect === undefined ? {} : { onClick: () => onSelect(segment.status), className: 'cursor-pointer' })}
        >
          <title>{`${STATE_WORD[segment.status]} ${formatNumber(segment.count)}`}</title>
          <rect
            x={`${segment.from * 100}%`}
            width={`${segment.share * 100}%`}
            height={height}
            className={classNames(FILL[segment.status], 'stroke-bg1')}
          />
          <rect x={`${segment.from * 100}%`} width="2" height={height} className={FILL[segment.status]} />
          {segment.status === 'RUNNABLE' && (
            <rect x={`${segment.from * 100}%`} width={`${segment.share * 100}%`} height={height} fill="url(#hatch)" />
          )}
        </g>
      ))}
    </svg>
  );
}

/** What is active and what has finished, as two bars: a month of successes would hide the living. */
export function StateBar({
  counts,
  part = 'both',
  height = 8,
  onSelect,
}: {
  counts: Partial<Record<JobStatus, number>>;
  part?: 'active' | 'finished' | 'both';
  height?: number;
  onSelect?: (status: JobStatus) => void;
}) {
  const parts = part === 'both' ? ([ACTIVE, FINISHED] as const) : [part === 'active' ? ACTIVE : FINISHED];
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      {parts.map((statuses) => {
        const segments = stateSegments(counts, statuses);
        if (segments.length === 0 && part === 'both') return null;
        const label = segments
          .map((segment) => `${formatNumber(segment.count)} ${STATE_WORD[segment.status]}`)
          .join(', ');
        return (
          <Bar
            key={statuses[0]}
            segments={segments}
            label={label || 'none'}
            height={height}
            {...(onSelect === undefined ? {} : { onSelect })}
          />
        );
      })}
    </div>
  );
}

/** A hatched amber bar, `value` of `max`: how many wait, against the most. */
export function WaitBar({ value, max }: { value: number; max: number }) {
  const width = max > 0 ? `${Math.max(0, Math.min(100, (value / max) * 100))}%` : '0';
  const least = value > 0 ? 3 : 0;
  return (
    <svg width="100%" height="5" aria-hidden className="block">
      <rect width={least} height="5" rx="1.5" className="fill-runnable" />
      <rect width={width} height="5" rx="1.5" className="fill-runnable" />
      <rect width={width} height="5" rx="1.5" fill="url(#hatch)" />
    </svg>
  );
}

/** vCPUs of an environment: used in full colour, provisioned faint, of the maximum. `asked` beyond provisioned is dashed. */
export function VcpuBar({
  used,
  provisioned,
  asked = 0,
  maximum,
  height = 8,
}: {
  used: number;
  provisioned: number;
  asked?: number;
  maximum: number;
  height?: number;
}) {
  const top = Math.max(maximum, provisioned, used, 1);
  const width = (value: number) => `${(Math.max(0, value) / top) * 100}%`;
  const wanted = Math.min(asked, top) - provisioned;
  return (
    <svg
      role="img"
      aria-label={`${formatNumber(used)} used, ${formatNumber(provisioned)} provisioned, ${formatNumber(maximum)} maximum, in vCPU`}
      width="100%"
      height={height}
      className="block overflow-hidden rounded-tag bg-bg3"
    >
      <rect width={width(provisioned)} height={height} className="fill-running/30" />
      <rect width={width(used)} height={height} className="fill-running" />
      {wanted > 0 && (
        <rect
          x={width(provisioned)}
          y="0.5"
          width={width(wanted)}
          height={height - 1}
          rx="2"
          fill="none"
          strokeDasharray="3 2"
          className="stroke-runnable"
        />
      )}
    </svg>
  );
}

import type { JobStatus } from '@/lib/batch';
import { classNames } from './class-names';

/** What has a glyph: the states of a job, and the bolt of a Spot interruption. */
export type GlyphState = JobStatus | 'INTERRUPTED';

/** The word of a state, as pages write it in text; tables keep AWS's spelling where they quote it. */
export const STATE_WORD: Readonly<Record<GlyphState, string>> = {
  SUBMITTED: 'Submitted',
  PENDING: 'Pending',
  RUNNABLE: 'Runnable',
  SCHEDULED: 'Scheduled',
  STARTING: 'Starting',
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  INTERRUPTED: 'Interrupted',
};

/** The ink of a state; SCHEDULED shares PENDING's. */
const STATE_TEXT_CLASS: Readonly<Record<GlyphState, string>> = {
  SUBMITTED: 'text-submitted',
  PENDING: 'text-pending',
  RUNNABLE: 'text-runnable',
  SCHEDULED: 'text-pending',
  STARTING: 'text-starting',
  RUNNING: 'text-running',
  SUCCEEDED: 'text-succeeded',
  FAILED: 'text-failed',
  INTERRUPTED: 'text-interrupted',
};

const RING = { cx: 6, cy: 6, r: 4.6, fill: 'none', stroke: 'currentColor', strokeWidth: 1.4 } as const;

type FullState = Extract<GlyphState, 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'INTERRUPTED'>;

/** The shapes that are full: what runs, what ended, and the bolt. */
function FullShape({ state }: { state: FullState }) {
  switch (state) {
    case 'RUNNING':
      return (
        <>
          <circle cx="6" cy="6" r="5.4" fill="currentColor" />
          <path d="M4.8 3.8v4.4L8.4 6z" className="fill-bg1" />
        </>
      );
    case 'SUCCEEDED':
      return (
        <>
          <circle cx="6" cy="6" r="5.4" fill="currentColor" />
          <path
            d="M3.6 6.2l1.7 1.7 3.2-3.6"
            className="stroke-bg1"
            fill="none"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'FAILED':
      return (
        <>
          <path d="M3.9.9h4.2l3 3v4.2l-3 3H3.9l-3-3V3.9z" fill="currentColor" />
          <path d="M4.2 4.2l3.6 3.6M7.8 4.2L4.2 7.8" className="stroke-bg1" fill="none" strokeWidth="1.5" />
        </>
      );
    case 'INTERRUPTED':
      return <path d="M7.2.6L2.2 7h3l-.6 4.4L9.8 5h-3z" fill="currentColor" />;
  }
}

function GlyphShape({ state }: { state: GlyphState }) {
  switch (state) {
    case 'SUBMITTED':
      return <circle {...RING} strokeDasharray="1.6 1.6" />;
    case 'PENDING':
      return (
        <>
          <circle {...RING} />
          <circle cx="6" cy="6" r="1.5" fill="currentColor" />
        </>
      );
    case 'RUNNABLE':
      return (
        <>
          <circle {...RING} strokeWidth={1.5} />
          <path
            d="M6 3.4V6l1.7 1.3"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.4"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'SCHEDULED':
      return (
        <>
          <rect x="1.6" y="2.2" width="8.8" height="8.2" rx="1.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M1.6 5h8.8M4 .9v2.2M8 .9v2.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </>
      );
    case 'STARTING':
      return (
        <>
          <circle {...RING} />
          <path d="M6 2.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
        </>
      );
    default:
      return <FullShape state={state} />;
  }
}

/** The shape of a state in its colour, 12 px. Alone it needs a `label`; beside a word it is silent. */
export function StatusGlyph({
  state,
  label,
  size = 12,
  className,
}: {
  state: GlyphState;
  label?: string;
  size?: number;
  className?: string;
}) {
  const shape = <GlyphShape state={state} />;
  const look = { viewBox: '0 0 12 12', width: size, height: size };
  const ink = classNames('shrink-0', STATE_TEXT_CLASS[state], className);
  if (label === undefined) {
    return (
      <svg aria-hidden="true" className={ink} {...look}>
        {shape}
      </svg>
    );
  }
  return (
    <svg role="img" aria-label={label} className={ink} {...look}>
      {shape}
    </svg>
  );
}

/** Glyph and word, no ground. `verbatim` keeps AWS's spelling. */
export function StatusPill({
  state,
  verbatim = false,
  className,
}: {
  state: GlyphState;
  verbatim?: boolean;
  className?: string;
}) {
  return (
    <span className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <StatusGlyph state={state} />
      {verbatim ? state : STATE_WORD[state]}
    </span>
  );
}

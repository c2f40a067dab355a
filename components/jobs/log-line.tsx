import type { DriverLogLine } from '@/lib/driver';
import type { TimeFrame } from '../format/time';
import { formatMoment } from '../format/time';
import { classNames } from '../ui/class-names';
import { cutAtMatches, severityOf, shownLine } from './log-text';

/** One line of a log: number, time, gravity, and its text, of which nothing is obeyed. */
export function LogLine({
  line,
  number,
  frame,
  needle,
  isCurrent,
  wraps,
}: {
  line: DriverLogLine | null;
  number: number;
  frame: TimeFrame;
  needle: string;
  isCurrent: boolean;
  wraps: boolean;
}) {
  const text = line === null ? '' : shownLine(line.message);
  const severity = severityOf(text);
  return (
    <div
      className={classNames(
        'flex min-h-5 gap-3 px-3.5 font-mono text-12 leading-5',
        severity === 'ERROR' && 'bg-badg',
        isCurrent && 'bg-acs',
      )}
    >
      <span className="num w-10 shrink-0 select-none text-right text-tx3t">{number + 1}</span>
      <time className="num shrink-0 text-tx3t max-md:hidden">{line === null ? '' : formatMoment(line.at, frame)}</time>
      <span
        className={classNames('w-10 shrink-0 font-semibold', severity === 'ERROR' ? 'text-badt' : 'text-warn')}
        aria-hidden
      >
        {severity ?? ''}
      </span>
      <span
        className={classNames('min-w-0 flex-1 text-tx0', wraps ? 'whitespace-pre-wrap break-all' : 'whitespace-pre')}
      >
        {cutAtMatches(text, needle).map((part) =>
          part.isMatch ? (
            <mark key={part.from} className="rounded-tag bg-warng text-warn">
              {part.text}
            </mark>
          ) : (
            <span key={part.from}>{part.text}</span>
          ),
        )}
      </span>
    </div>
  );
}

'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { DriverLogLine } from '@/lib/driver';
import { useTimeFrame } from '../data/live';
import { classNames } from '../ui/class-names';
import { LogLine } from './log-line';
import { lineAt } from './use-log';

const LINE = 20;
/** A region that scrolls must be reachable by keyboard. */
const REACHABLE = { tabIndex: 0 } as const;

interface LinesProps {
  log: { pages: ReadonlyMap<number, readonly DriverLogLine[]> };
  total: number;
  needle: string;
  current: number | null;
  wraps: boolean;
  follows: boolean;
  onView: (first: number, last: number) => void;
  onFollow: (follows: boolean) => void;
}

/** The lines in view of a log that may be very long; following keeps its end in sight. */
export function LogLines({ log, total, needle, current, wraps, follows, onView, onFollow }: LinesProps) {
  const frame = useTimeFrame();
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 20,
    initialRect: { width: 1000, height: 320 },
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onView(first, last), [first, last, onView]);
  useEffect(() => {
    if (follows && total > 0) virtual.scrollToIndex(total - 1, { align: 'end' });
  }, [follows, total, virtual]);
  useEffect(() => {
    if (current !== null) virtual.scrollToIndex(current, { align: 'center' });
  }, [current, virtual]);
  return (
    <section
      ref={box}
      aria-label="Log lines"
      {...REACHABLE}
      onWheel={(event) => event.deltaY < 0 && follows && onFollow(false)}
      onKeyDown={(event) =>
        (event.key === 'ArrowUp' || event.key === 'PageUp' || event.key === 'Home') && onFollow(false)
      }
      onScroll={({ currentTarget }) => {
        const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
        if (left > 200 && follows) onFollow(false);
      }}
      style={{ height: Math.max(84, Math.min(320, virtual.getTotalSize() + 10)) }}
      className="quiet-scroll overflow-auto bg-bg1 py-1 focus-visible:-outline-offset-2"
    >
      <div className="relative min-w-full" style={{ height: virtual.getTotalSize() }}>
        <div
          className={classNames('absolute left-0 top-0', wraps ? 'w-full' : 'min-w-full')}
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map((item) => (
            <div key={item.key} data-index={item.index} ref={virtual.measureElement}>
              <LogLine
                line={lineAt(log.pages, item.index)}
                number={item.index}
                frame={frame}
                needle={needle}
                isCurrent={item.index === current}
                wraps={wraps}
              />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

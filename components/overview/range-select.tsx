'use client';

import { Clock } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Select } from '../ui/select';
import { DEFAULT_RANGE, TIME_RANGES, type TimeRange } from './time-range';

const parser = parseAsStringLiteral(TIME_RANGES.map(({ value }) => value)).withDefault(DEFAULT_RANGE);

/** The page's time range, kept in its address as `range`. */
export function useTimeRange(): [TimeRange, (range: TimeRange) => void] {
  const [range, setRange] = useQueryState('range', parser);
  return [range, (next) => void setRange(next)];
}

/** The time range in the top bar. */
export function RangeSelect() {
  const [range, setRange] = useTimeRange();
  return (
    <Select
      label="Time range"
      icon={<Clock size={14} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      options={TIME_RANGES}
      value={range}
      onChange={setRange}
    />
  );
}

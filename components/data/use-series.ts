'use client';

import { useQuery } from '@tanstack/react-query';
import { useConnection } from './connection';
import { useLiveStore } from './live';
import { type SeriesWindow, seriesQuery } from './queries';

/** The series of a chart on this page's connection, up to where history has come. */
export function useSeries(window: SeriesWindow) {
  const connection = useConnection();
  const store = useLiveStore();
  return useQuery(
    seriesQuery(connection, window, () => {
      const { clock, recordedTo } = store.get();
      return recordedTo ?? clock?.now ?? Date.now();
    }),
  );
}

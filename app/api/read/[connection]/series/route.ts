import { z } from 'zod';
import { defineRead, list, one } from '@/app/api/read/define-read';
import { METRIC_MEASURES, type MetricSubject, readSeries } from '@/lib/metrics';

const SUBJECTS = Object.keys(METRIC_MEASURES);
const moment = z.coerce.number().int().min(0).max(8_640_000_000_000_000);

/** Series for a chart: see `SeriesResult`. `from` and `to` in ms of the connection's time. */
export const GET = defineRead({
  query: z
    .object({
      subject: one(
        z.custom<MetricSubject>((text) => typeof text === 'string' && SUBJECTS.includes(text), {
          message: `must be one of ${SUBJECTS.join(', ')}`,
        }),
      ),
      names: list(z.string().max(300)),
      from: one(moment),
      to: one(moment),
      points: one(z.coerce.number().int().min(1).max(1500).optional()),
    })
    .refine((query) => query.to > query.from, { path: ['to'], message: 'must be after from' }),
  run: ({ prisma, scope, where, query: { names, points, ...query } }) =>
    readSeries(prisma, scope, where, {
      ...query,
      ...(names.length > 0 && { names }),
      ...(points !== undefined && { points }),
    }),
});

import type { PrismaClient } from '@/lib/db';
import { LIVE_CHANNEL, type LiveNews } from './contract';

/** A connection as news name it: its epoch, and how far history has come. */
export interface Told {
  readonly id: number;
  readonly epoch: number;
  recorded(): { seq: number; upTo: number };
}

/** Tells every open page of a connection that what these topics name has moved, though history stood still. */
export async function tellPages(prisma: PrismaClient, connection: Told, topics: readonly string[]): Promise<void> {
  const { seq, upTo } = connection.recorded();
  const news: LiveNews = { connectionId: connection.id, epoch: connection.epoch, seq, upTo, topics };
  await prisma.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(news)})`;
}

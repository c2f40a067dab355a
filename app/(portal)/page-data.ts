import 'server-only';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { askedPath } from '@/app/asked-path';
import { segmentText } from '@/app/segment';
import { requireSession } from '@/app/session';
import { makeQueryClient } from '@/components/data/query-client';
import { LAST_CONNECTION_COOKIE } from '@/components/shell/last-connection';
import { type Scope, type SignedIn, seesConnection } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { SimulatedClock } from '@/lib/driver';
import { readEpochs, type Where } from '@/lib/history';
import { type PortalConnection, runtime } from '@/lib/runtime';

/** What a page under a connection reads with. */
export interface PageContext {
  signedIn: SignedIn;
  connection: PortalConnection;
  prisma: PrismaClient;
  where: Where;
  /** What the queries of this page are keyed by. */
  target: { slug: string; epoch: number };
  /** End of a chart's window: how far history reaches, in ms of the connection's time. */
  now: number;
  /** The last change that was recorded when the page began to read. */
  seq: number;
  /** Where an epoch is shown that is over: its clock as it stood. Null for the one that runs. */
  past: SimulatedClock | null;
}

/**
 * Session and connection of a page, once per request: sends who is not signed in to sign in, and an unknown connection, or
 * one out of scope, to not-found.
 */
export const pageContext = cache(async (segment: string): Promise<PageContext> => {
  const asked = await askedPath();
  const signedIn = await requireSession(asked);
  const running = await runtime();
  const connection = running.connections.get(segmentText(segment));
  if (connection === undefined || !seesConnection(signedIn.scope, connection.id)) notFound();
  const { id, slug } = connection;
  const past = await pastEpoch(running.prisma, signedIn.scope, connection, asked);
  const epoch = past?.epoch ?? connection.epoch;
  return {
    signedIn,
    connection,
    prisma: running.prisma,
    where: { connectionId: id, epoch },
    target: { slug, epoch },
    seq: connection.recorded().seq,
    now: past?.now ?? (connection.recorded().upTo || (connection.driver.simulated?.clock().now ?? running.clock())),
    past,
  };
});

/** The epoch that `?epoch=` asks for, where it is over; not-found where there never was one. */
async function pastEpoch(
  prisma: PrismaClient,
  scope: Scope,
  connection: PortalConnection,
  asked: string,
): Promise<SimulatedClock | null> {
  const text = new URL(asked, 'http://portal').searchParams.get('epoch');
  if (text === null || text === String(connection.epoch)) return null;
  const epochs = await readEpochs(prisma, scope, connection.id);
  const found = epochs.find((one) => String(one.epoch) === text);
  if (found === undefined) notFound();
  const { epoch, seed, startAt, upTo } = found;
  return { epoch, seed, startAt, now: upTo, speed: 1, paused: true, heldByHistory: false, nextEventAt: null };
}

/**
 * Where a page that belongs to no connection is shown: beside the connection one came from, else the first one. Null where
 * one sees none yet.
 */
export async function lastConnection(signedIn: SignedIn): Promise<string | null> {
  const { connections } = await runtime();
  const seen = [...connections.values()].filter((one) => seesConnection(signedIn.scope, one.id));
  const last = (await cookies()).get(LAST_CONNECTION_COOKIE)?.value;
  return (seen.find((one) => one.slug === last) ?? seen[0])?.slug ?? null;
}

/** The reads' client of this request: prefetch into it, then hydrate. */
export const pageQueries = cache(makeQueryClient);

'use client';

import { createContext, type ReactNode, use } from 'react';

/** What pages know of the connection they show. Times in ms. */
export interface ConnectionView {
  slug: string;
  name: string;
  kind: 'aws' | 'simulated';
  region: string;
  account: string;
  /** The epoch shown. */
  epoch: number;
  /** The epoch that runs. */
  currentEpoch: number;
  /** Start of a simulated connection's time; null on AWS. */
  startAt: number | null;
  /** Whether instances and prices are told: without them nothing is drawn of what is up and what it costs. */
  tellsCapacity: boolean;
}

const ConnectionContext = createContext<ConnectionView | null>(null);

/** Gives the pages beneath the connection they are about. */
export function ConnectionProvider({ connection, children }: { connection: ConnectionView; children: ReactNode }) {
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** The connection of the page. Throws outside of a connection's layout. */
export function useConnection(): ConnectionView {
  const connection = use(ConnectionContext);
  if (connection === null)
    throw new Error('useConnection outside of ConnectionProvider: the page belongs under /<connection>/.');
  return connection;
}

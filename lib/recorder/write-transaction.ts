import type { Pool, Prisma } from '@/lib/db';

/**
 * Sends statements in one transaction, on a plain connection: Prisma keeps the arguments of its last hundred statements
 * in memory, which here are megabytes each. All are sent at once: the database goes on with the next while this process
 * is busy. Where one fails, so do those behind it, COMMIT included. Throws what Postgres says, and nothing is written.
 */
export async function inTransaction(pool: Pool, statements: readonly Prisma.Sql[]): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const sent = statements.map(({ text, values }) => client.query(text, [...values]));
    const outcomes = await Promise.allSettled([...sent, client.query('COMMIT')]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

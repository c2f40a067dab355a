import type { Pool, Prisma } from '@/lib/db';

/**
 * Sends statements in one transaction, on a plain connection: Prisma keeps the arguments of its last hundred statements
 * in memory, which here are megabytes each. Throws what Postgres says, and nothing is written.
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
    for (const { text, values } of statements) await client.query(text, [...values]);
    await client.query('COMMIT');
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

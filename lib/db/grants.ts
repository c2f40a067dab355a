import { Client } from 'pg';

const AUDIT_SCHEMA = 'audit';

/**
 * Lets a role that owns nothing work with every table, now and later, but only add to and read the schema `audit`.
 * Idempotent; run after each migration as the owner.
 */
export async function grantToApp(ownerUrl: string, role: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
    );
    const to = client.escapeIdentifier(role);
    const statements = rows.flatMap(({ name }) => grantsFor(client.escapeIdentifier(name), name === AUDIT_SCHEMA, to));
    await client.query(
      [
        'BEGIN',
        ...statements,
        `REVOKE ALL ON public._prisma_migrations FROM ${to}`,
        `GRANT SELECT ON public._prisma_migrations TO ${to}`,
        'COMMIT',
      ].join(';\n'),
    );
  } finally {
    await client.end();
  }
}

function grantsFor(schema: string, isAudit: boolean, role: string): string[] {
  const privileges = isAudit ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE';
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`,
    `GRANT ${privileges} ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT ${privileges} ON TABLES TO ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
  ];
}

import { resolve } from 'node:path';
import { z } from 'zod';
import { SetupError } from './setup-error';

/** Where the simulated connection made at start gets its resources from. */
export type StartScenario = { kind: 'demo' } | { kind: 'empty' } | { kind: 'file'; path: string };

/** The environment, parsed. Absent members were not set and have no default. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly awsEndpointHost: string;
  /** 0 where the AWS endpoint is off. */
  readonly awsEndpointPort: number;
  /** Absolute path of the data folder: embedded database, generated secret. */
  readonly dataFolder: string;
  readonly databaseUrl?: string;
  /** Connects as the owner of the tables, where `databaseUrl` does not. */
  readonly migrationUrl?: string;
  /** Absent: `loadSecret` keeps a generated one in the data folder. */
  readonly secret?: string;
  readonly administrator?: { readonly email: string; readonly password: string };
  readonly accessKey?: { readonly id: string; readonly secret: string };
  readonly scenario?: StartScenario;
  readonly seed?: number;
  readonly speed?: number | 'max';
}

const port = (lowest: number, example: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `must be a whole number from ${lowest} to 65535; set it to a free port, such as ${example}`)
    .transform(Number)
    .refine((value) => value >= lowest && value <= 65_535, {
      error: `must be from ${lowest} to 65535; set it to a free port, such as ${example}`,
    });

const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be one address or host name, such as 127.0.0.1 or 0.0.0.0');

const postgresUrl = z.string().refine(isPostgresUrl, {
  error: 'must be an address such as postgresql://user:password@host:5432/batchdeck',
});

const variables = z.object({
  PORT: port(1, 3000).default(3000),
  HOST: host.default('127.0.0.1'),
  AWS_ENDPOINT_PORT: port(0, 3001).default(3001),
  AWS_ENDPOINT_HOST: host.default('127.0.0.1'),
  DATABASE_URL: postgresUrl.optional(),
  BATCHDECK_MIGRATION_URL: postgresUrl.optional(),
  BATCHDECK_DATA: z.string().default('.batchdeck'),
  BATCHDECK_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters; make one with: openssl rand -hex 32')
    .optional(),
  BATCHDECK_ADMIN_EMAIL: z.email('must be an e-mail address, such as ops@example.com').optional(),
  BATCHDECK_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  BATCHDECK_ACCESS_KEY_ID: z
    .string()
    .regex(/^\w{4,128}$/, 'must be 4 to 128 letters, digits or underscores, such as AKIDBATCHDECK')
    .optional(),
  BATCHDECK_SECRET_ACCESS_KEY: z.string().min(8, 'must have at least 8 characters').optional(),
  BATCHDECK_SCENARIO: z.string().optional(),
  BATCHDECK_SEED: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number of at most 15 digits, such as 1')
    .transform(Number)
    .optional(),
  BATCHDECK_SPEED: z
    .string()
    .regex(/^(max|\d{1,9}(\.\d{1,6})?)$/, 'must be a number above 0, such as 60, or max')
    .transform((text): number | 'max' => (text === 'max' ? 'max' : Number(text)))
    .refine((value) => value !== 0, { error: 'must be a number above 0, such as 60, or max' })
    .optional(),
});

type Variables = z.infer<typeof variables>;

/**
 * Parses the environment. Empty values count as not set; relative paths are taken from `folder`.
 * Throws a SetupError of one sentence that names the variable, what is wrong with it and what to do. Values of secrets
 * are not repeated.
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>, folder: string): Settings {
  const given = Object.fromEntries(
    Object.keys(variables.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw badVariable(parsed.error, given);
  checkTogether(parsed.data);
  return toSettings(parsed.data, folder);
}

const SECRET = /PASSWORD|SECRET|_URL$/;

function badVariable(error: z.ZodError, given: Record<string, string>): SetupError {
  const issue = error.issues[0];
  const name = String(issue?.path[0] ?? 'The environment');
  const value =
    SECRET.test(name) && name !== 'DATABASE_URL' ? '' : ` (now ${JSON.stringify(maskPassword(given[name]))})`;
  return new SetupError(`${name}${value} ${issue?.message ?? 'is not valid'}.`);
}

function maskPassword(value = ''): string {
  return value.replace(/:[^:@/]+@/, ':***@');
}

function checkTogether(values: Variables): void {
  if (values.PORT === values.AWS_ENDPOINT_PORT) {
    throw new SetupError(
      `PORT and AWS_ENDPOINT_PORT are both ${values.PORT}: give AWS_ENDPOINT_PORT another port, or 0 to turn the endpoint off.`,
    );
  }
  pair(values, 'BATCHDECK_ADMIN_EMAIL', 'BATCHDECK_ADMIN_PASSWORD');
  pair(values, 'BATCHDECK_ACCESS_KEY_ID', 'BATCHDECK_SECRET_ACCESS_KEY');
  if (values.DATABASE_URL !== undefined && values.BATCHDECK_SECRET === undefined) {
    throw new SetupError(
      'BATCHDECK_SECRET must be set when DATABASE_URL is: it encrypts what is kept in that database, so keep it as safe; make one with: openssl rand -hex 32.',
    );
  }
  if (values.BATCHDECK_MIGRATION_URL !== undefined && values.DATABASE_URL === undefined) {
    throw new SetupError(
      'BATCHDECK_MIGRATION_URL has no use without DATABASE_URL: set DATABASE_URL too, or unset BATCHDECK_MIGRATION_URL to use the embedded database.',
    );
  }
}

function pair(values: Variables, first: keyof Variables, second: keyof Variables): void {
  const [set, missing] = values[first] === undefined ? [second, first] : [first, second];
  if (values[set] === undefined || values[missing] !== undefined) return;
  throw new SetupError(`${set} is set but ${missing} is not: set both, or neither.`);
}

function toSettings(values: Variables, folder: string): Settings {
  const { BATCHDECK_ADMIN_EMAIL: email, BATCHDECK_ADMIN_PASSWORD: password } = values;
  const { BATCHDECK_ACCESS_KEY_ID: id, BATCHDECK_SECRET_ACCESS_KEY: secret } = values;
  const scenario = startScenario(values, folder);
  return {
    host: values.HOST,
    port: values.PORT,
    awsEndpointHost: values.AWS_ENDPOINT_HOST,
    awsEndpointPort: values.AWS_ENDPOINT_PORT,
    dataFolder: resolve(folder, values.BATCHDECK_DATA),
    ...(values.DATABASE_URL !== undefined && { databaseUrl: values.DATABASE_URL }),
    ...(values.BATCHDECK_MIGRATION_URL !== undefined && { migrationUrl: values.BATCHDECK_MIGRATION_URL }),
    ...(values.BATCHDECK_SECRET !== undefined && { secret: values.BATCHDECK_SECRET }),
    ...(email !== undefined && password !== undefined && { administrator: { email, password } }),
    ...(id !== undefined && secret !== undefined && { accessKey: { id, secret } }),
    ...(scenario !== undefined && { scenario }),
    ...(values.BATCHDECK_SEED !== undefined && { seed: values.BATCHDECK_SEED }),
    ...(values.BATCHDECK_SPEED !== undefined && { speed: values.BATCHDECK_SPEED }),
  };
}

function startScenario(values: Variables, folder: string): StartScenario | undefined {
  const name = values.BATCHDECK_SCENARIO;
  if (name === undefined) return values.BATCHDECK_ACCESS_KEY_ID === undefined ? undefined : { kind: 'empty' };
  if (name === 'demo' || name === 'empty') return { kind: name };
  return { kind: 'file', path: resolve(folder, name) };
}

function isPostgresUrl(text: string): boolean {
  try {
    return ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

import { createSeal, type PrismaClient } from '@/lib/db';
import { type AwsCredentials, type AwsDriver, type AwsPlace, createAwsClients, createAwsDriver } from '@/lib/driver';
import { recordedPast } from '@/lib/history';

/** How a connection reaches AWS. Secrets are in clear. */
export interface AwsAccess extends AwsPlace {
  /** Calls a second that following it takes at most. */
  callsPerSecond: number;
}

interface Parts {
  prisma: PrismaClient;
  secret: string;
  clock: () => number;
}

const PURPOSE = 'aws-credentials';

function placeOf(connectionId: number): string {
  return `The credentials of connection ${connectionId}`;
}

function sealedSecret(secret: string, connectionId: number, clear: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (clear === undefined) return null;
  return Uint8Array.from(createSeal(secret, PURPOSE).close(Buffer.from(clear, 'utf8'), placeOf(connectionId)));
}

/** Keeps how a connection reaches AWS; its secrets encrypted. */
export async function keepAwsAccess(parts: Parts, connectionId: number, access: AwsAccess): Promise<void> {
  const { credentials, endpoint, callsPerSecond } = access;
  const clear =
    credentials.kind === 'keys'
      ? credentials.secretAccessKey
      : credentials.kind === 'role'
        ? credentials.externalId
        : undefined;
  const data = {
    credentials: credentials.kind,
    profile: credentials.kind === 'profile' ? credentials.profile : null,
    roleArn: credentials.kind === 'role' ? credentials.roleArn : null,
    accessKeyId: credentials.kind === 'keys' ? credentials.accessKeyId : null,
    secret: sealedSecret(parts.secret, connectionId, clear),
    endpoint: endpoint?.url ?? null,
    allowPrivate: endpoint?.allowPrivate ?? false,
    callsPerSecond,
  };
  await parts.prisma.awsConnection.upsert({
    where: { connectionId },
    create: { connectionId, ...data },
    update: data,
  });
}

/** How a connection reaches AWS, with its secrets in clear. */
export async function readAwsAccess(parts: Parts, connectionId: number, region: string): Promise<AwsAccess> {
  const row = await parts.prisma.awsConnection.findUniqueOrThrow({ where: { connectionId } });
  const clear =
    row.secret === null
      ? undefined
      : createSeal(parts.secret, PURPOSE).open(row.secret, placeOf(connectionId)).toString('utf8');
  const endpoint = row.endpoint === null ? undefined : { url: row.endpoint, allowPrivate: row.allowPrivate };
  return {
    region,
    credentials: credentialsOf(row, clear),
    callsPerSecond: row.callsPerSecond,
    ...(endpoint !== undefined && { endpoint }),
  };
}

function credentialsOf(
  row: { credentials: string; profile: string | null; roleArn: string | null; accessKeyId: string | null },
  clear: string | undefined,
): AwsCredentials {
  if (row.credentials === 'profile' && row.profile !== null) return { kind: 'profile', profile: row.profile };
  if (row.credentials === 'keys' && row.accessKeyId !== null && clear !== undefined) {
    return { kind: 'keys', accessKeyId: row.accessKeyId, secretAccessKey: clear };
  }
  if (row.credentials === 'role' && row.roleArn !== null) {
    return { kind: 'role', roleArn: row.roleArn, ...(clear !== undefined && { externalId: clear }) };
  }
  return { kind: 'default' };
}

/** A driver on AWS that goes on from what history has. */
export function openAwsDriver(
  { prisma, clock }: Pick<Parts, 'prisma' | 'clock'>,
  where: { connectionId: number; epoch: number },
  access: AwsAccess,
): AwsDriver {
  return createAwsDriver({
    clients: createAwsClients(access),
    clock,
    cap: access.callsPerSecond,
    past: recordedPast(prisma, where, clock),
  });
}

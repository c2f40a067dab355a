import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createSeal, type PrismaClient } from '@/lib/db';
import { parseRole, type Role } from './roles';
import { type Scope, seesConnection } from './scope';

/** What a key is for; a user's name in AWS's ARNs. */
export const accessKeyName = z
  .string()
  .trim()
  .regex(/^[\w+=,.@-]{1,64}$/, 'Use 1 to 64 letters, digits and _ + = , . @ -');

/** A key as the endpoint checks a signature with it. */
export interface UsableKey {
  readonly id: string;
  /** The user of its ARN. */
  readonly name: string;
  readonly role: Role;
  readonly connectionId: number;
  /** In clear: never leaves the process. */
  readonly secret: string;
}

/** A key as a page lists it. Times in ms of wall time. */
export interface AccessKeyRow {
  id: string;
  name: string;
  role: string;
  connectionId: number;
  createdBy: string;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
  revokedBy: string | null;
  fromEnvironment: boolean;
}

interface NewKey {
  name: string;
  role: Role;
  connectionId: number;
  createdBy: string;
}

/** The keys of the AWS endpoint. Secrets are kept encrypted; a key is shown whole once, when it is made. */
export interface AccessKeys {
  make(key: NewKey): Promise<{ id: string; secret: string }>;
  /** The key of BATCHDECK_ACCESS_KEY_ID: made, or set to this secret and connection again. */
  ensure(key: { id: string; secret: string; connectionId: number }): Promise<void>;
  /** Ends it at once; null where there is none that was in force. */
  revoke(id: string, by: string): Promise<AccessKeyRow | null>;
  /** The key in force of that id, or null. Looked up again every few seconds, as another process may have revoked it. */
  find(id: string): Promise<UsableKey | null>;
  /** Notes that it was used; written once a minute. */
  used(id: string): void;
  /** Writes what `used` noted, and ends. */
  close(): Promise<void>;
}

const KNOWN_FOR_MS = 5000;
/** Ids that are no key's are remembered too, so many at most. */
const KNOWN_MOST = 10_000;
const USED_EVERY_MS = 60_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Parts {
  prisma: PrismaClient;
  /** BATCHDECK_SECRET. */
  secret: string;
  /** Wall ms. */
  clock: () => number;
}

export function createAccessKeys({ prisma, secret: installation, clock }: Parts): AccessKeys {
  const seal = createSeal(installation, 'access-key');
  const known = new Map<string, { key: UsableKey | null; until: number }>();
  const usedAt = new Map<string, number>();
  const sealed = (id: string, secret: string) => Uint8Array.from(seal.close(Buffer.from(secret, 'utf8'), placeOf(id)));

  async function read(id: string): Promise<UsableKey | null> {
    const row = await prisma.accessKey.findUnique({ where: { id } });
    const role = row === null ? null : parseRole(row.role);
    if (row === null || role === null || row.revokedAt !== null) return null;
    const { name, connectionId } = row;
    return { id, name, role, connectionId, secret: seal.open(row.secret, placeOf(id)).toString('utf8') };
  }

  const writeUsed = () => writeLastUse(prisma, usedAt);
  const timer = setInterval(() => void writeUsed().catch(() => {}), USED_EVERY_MS).unref();

  return {
    async make({ name, role, connectionId, createdBy }) {
      const id = newKeyId();
      const secret = randomBytes(30).toString('base64url');
      const createdAt = new Date(clock());
      await prisma.accessKey.create({
        data: { id, name, role, connectionId, createdBy, createdAt, secret: sealed(id, secret) },
      });
      known.delete(id);
      return { id, secret };
    },
    async ensure({ id, secret, connectionId }) {
      const now = new Date(clock());
      const data = { connectionId, role: 'administrator', secret: sealed(id, secret), fromEnvironment: true };
      await prisma.accessKey.upsert({
        where: { id },
        create: { id, name: 'environment', createdBy: 'BATCHDECK_ACCESS_KEY_ID', createdAt: now, ...data },
        update: { ...data, revokedAt: null, revokedBy: null },
      });
      known.delete(id);
    },
    async revoke(id, by) {
      const { count } = await prisma.accessKey.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date(clock()), revokedBy: by },
      });
      known.delete(id);
      if (count === 0) return null;
      const row = await prisma.accessKey.findUnique({ where: { id } });
      return row === null ? null : rowOf(row);
    },
    async find(id) {
      const now = clock();
      const found = known.get(id);
      if (found !== undefined && found.until > now) return found.key;
      const key = await read(id);
      if (known.size >= KNOWN_MOST) known.clear();
      known.set(id, { key, until: now + KNOWN_FOR_MS });
      return key;
    },
    used(id) {
      usedAt.set(id, clock());
    },
    async close() {
      clearInterval(timer);
      await writeUsed();
    },
  };
}

async function writeLastUse(prisma: PrismaClient, usedAt: Map<string, number>): Promise<void> {
  const noted = [...usedAt];
  usedAt.clear();
  for (const [id, at] of noted) {
    await prisma.accessKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(at) } });
  }
}

/** The keys of the connections that may be seen, newest first. */
export async function listAccessKeys(prisma: PrismaClient, scope: Scope): Promise<AccessKeyRow[]> {
  const rows = await prisma.accessKey.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    omit: { secret: true },
  });
  return rows.filter(({ connectionId }) => seesConnection(scope, connectionId)).map(rowOf);
}

interface StoredKey extends Omit<AccessKeyRow, 'createdAt' | 'lastUsedAt' | 'revokedAt'> {
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

function rowOf(row: StoredKey): AccessKeyRow {
  const { id, name, role, connectionId, createdBy, revokedBy, fromEnvironment } = row;
  return {
    ...{ id, name, role, connectionId, createdBy, revokedBy, fromEnvironment },
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}

function placeOf(id: string): string {
  return `The secret of access key ${id}`;
}

/** Like AWS's (four letters that tell the kind, sixteen of base 32), but never to be taken for one of AWS's. */
function newKeyId(): string {
  return `AKBD${Array.from(randomBytes(16), (byte) => BASE32[byte & 31]).join('')}`;
}

import 'server-only';
import type { BatchClient } from '@aws-sdk/client-batch';
import { untilRecorded } from '@/app/connection-in-scope';
import { ActionError, type AuditNotes, type Scope } from '@/lib/access';
import { nameOfArn, type ResourceKind } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { type CurrentVersion, readCurrentVersion } from '@/lib/history';
import type { PortalConnection } from '@/lib/runtime';

const NOUNS: Partial<Record<ResourceKind, string>> = {
  'compute-environment': 'environment',
  'job-queue': 'queue',
  'scheduling-policy': 'policy',
};

/** How long one edit may hold its resource: checks, AWS's answer, and history having it. */
const EDIT_MS = 20_000;

export interface ResourceEdit {
  prisma: PrismaClient;
  scope: Scope;
  connection: PortalConnection;
  audit: AuditNotes;
  actor: string;
  kind: ResourceKind;
  /** Its name or ARN, as the call has it. */
  given: string;
  /** The version the form started from. */
  basedOn: string;
  /** Refuses what must not be sent (ActionError), then sends it. */
  send: (batch: BatchClient, current: CurrentVersion) => Promise<void>;
}

/**
 * Makes one edit of a resource, if it still is as the form showed it: `conflict` otherwise. Edits of one resource made from
 * this portal wait for one another, so two at once cannot both pass.
 */
export async function editResource(edit: ResourceEdit): Promise<{ name: string; recorded: boolean }> {
  const { prisma, scope, connection, audit, kind, given } = edit;
  const name = nameOfArn(given);
  const noun = NOUNS[kind] ?? kind;
  const where = { connectionId: connection.id, epoch: connection.epoch };
  audit.connection(connection.id);
  audit.subject(`${noun} ${name}`);
  return prisma.$transaction(
    async (held) => {
      const lock = JSON.stringify([connection.id, kind, name]);
      await held.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
      await untilRecorded(connection);
      const current = await readCurrentVersion(prisma, scope, where, kind, name);
      // An ARN of another account, region or kind names nothing here.
      if (current === null || (given.startsWith('arn:') && given !== current.arn))
        throw new ActionError('not-found', `There is no ${noun} ${name} here any more.`);
      audit.before(current.document);
      if (current.version !== edit.basedOn) {
        throw new ActionError('conflict', `${current.by ?? 'Somebody'} changed ${noun} ${name} since you opened it.`);
      }
      await edit.send(connection.driver.batchAs(edit.actor), current);
      const recorded = await untilRecorded(connection);
      const after = await readCurrentVersion(prisma, scope, where, kind, name);
      if (after !== null) audit.after(after.document);
      return { name, recorded };
    },
    { maxWait: EDIT_MS, timeout: EDIT_MS },
  );
}

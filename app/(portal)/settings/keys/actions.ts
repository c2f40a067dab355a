'use server';

import { z } from 'zod';
import { connectionOf } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { onWhole } from '@/app/judge-target';
import { ActionError, accessKeyName, ROLES } from '@/lib/access';

/** Makes an access key of the AWS endpoint. Its secret is given this once. */
export const makeAccessKey = defineAction({
  name: 'keys.make',
  permission: 'keys.write',
  input: z.object({ connection: z.string().min(1).max(100), name: accessKeyName, role: z.enum(ROLES) }),
  on: onWhole,
  run: async ({ input: { connection, name, role }, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, connection);
    if (found.kind !== 'simulated') {
      throw new ActionError('invalid', 'Only simulated connections are served by the AWS endpoint.', {
        connection: 'Choose a simulated connection.',
      });
    }
    const made = await runtime.keys.make({ name, role, connectionId: found.id, createdBy: user.email });
    audit.connection(found.id);
    audit.subject(`access key ${made.id}`);
    audit.after({ id: made.id, name, role, connection: found.slug });
    return { ...made, region: found.region };
  },
});

/** Ends an access key at once. */
export const revokeAccessKey = defineAction({
  name: 'keys.revoke',
  permission: 'keys.write',
  input: z.object({ id: z.string().regex(/^\w{4,128}$/) }),
  on: 'portal',
  run: async ({ input, runtime, user, audit }) => {
    audit.subject(`access key ${input.id}`);
    const revoked = await runtime.keys.revoke(input.id, user.email);
    if (revoked === null) throw new ActionError('not-found', `There is no access key ${input.id} in force.`);
    audit.connection(revoked.connectionId);
    audit.before({ id: revoked.id, name: revoked.name, role: revoked.role });
    return { id: revoked.id };
  },
});

'use server';

import { connectionOf } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { onWhole } from '@/app/judge-target';
import { ActionError } from '@/lib/access';
import type { AccessReport } from '@/lib/driver';
import type { AwsAccess, Runtime } from '@/lib/runtime';
import { accessOf, changeAwsInput, checkAwsInput, makeAwsInput, withoutSecrets } from './aws-inputs';

/** Checks what the credentials may do, and follows AWS with them. Answers with what works and what does not. */
export const makeAwsConnection = defineAction({
  name: 'connections.makeAws',
  permission: 'connections.write',
  input: makeAwsInput,
  on: 'portal',
  kept: withoutSecrets,
  run: async ({ input, runtime, audit }) => {
    const { slug, name } = input;
    audit.subject(`connection ${slug}`);
    if (runtime.connections.has(slug)) {
      throw new ActionError('conflict', `There is a connection ${slug} already.`, { slug: 'Choose another address.' });
    }
    const access = wholeAccess(accessOf(input, null));
    const { account, report } = await checked(runtime, access);
    const made = await inWords(() => runtime.openAwsConnection({ slug, name, account, access }));
    audit.connection(made.id);
    audit.after({ slug, name, account, region: access.region });
    return { connection: made.slug, report };
  },
});

/** Follows AWS with other credentials, endpoint or pace, once they are checked. Secrets left empty stay as they are. */
export const changeAwsConnection = defineAction({
  name: 'connections.changeAws',
  permission: 'connections.write',
  input: changeAwsInput,
  on: onWhole,
  kept: withoutSecrets,
  run: async ({ input, runtime, scope, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`connection ${found.slug}`);
    const before = await ofAws(runtime, found.slug, found.kind);
    audit.before(shownAccess(before));
    const access = wholeAccess(accessOf(input, before));
    const { account, report } = await checked(runtime, access);
    if (account !== found.account || access.region !== found.region) {
      const where = `${found.account} in ${found.region}`;
      throw new ActionError('invalid', `Its history is of account ${where}: make another connection for this one.`);
    }
    await inWords(() => runtime.changeAwsConnection(found.slug, access));
    audit.after(shownAccess(access));
    return { connection: found.slug, report };
  },
});

/** Tries again what the connection's credentials may do. */
export const checkAwsConnection = defineAction({
  name: 'connections.checkAws',
  permission: 'connections.write',
  input: checkAwsInput,
  on: onWhole,
  run: async ({ input, runtime, scope, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`connection ${found.slug}`);
    const access = await ofAws(runtime, found.slug, found.kind);
    return { connection: found.slug, report: await inWords(() => runtime.checkAwsAccess(access)) };
  },
});

function ofAws(runtime: Runtime, slug: string, kind: 'aws' | 'simulated'): Promise<AwsAccess> {
  if (kind !== 'aws') throw new ActionError('invalid', 'A simulated connection asks AWS nothing.');
  return runtime.awsAccess(slug);
}

function wholeAccess(access: AwsAccess | null): AwsAccess {
  if (access !== null) return access;
  throw new ActionError('invalid', 'The keys have no secret.', { secretAccessKey: 'Give the secret access key.' });
}

function shownAccess({ credentials, endpoint, region, callsPerSecond }: AwsAccess): object {
  const { kind } = credentials;
  const as = kind === 'keys' ? credentials.accessKeyId : kind === 'role' ? credentials.roleArn : kind;
  return { region, credentials: kind, as, endpoint: endpoint?.url ?? null, callsPerSecond };
}

/** Refuses an access with which nothing would be seen. */
async function checked(runtime: Runtime, access: AwsAccess): Promise<{ account: string; report: AccessReport }> {
  const report = await inWords(() => runtime.checkAwsAccess(access));
  const first = report.checks.find(({ isNeeded, works }) => isNeeded && !works);
  if (first !== undefined)
    throw new ActionError('invalid', `${first.action} does not work. ${first.says ?? ''}`.trim());
  if (report.account === null) {
    throw new ActionError('invalid', 'AWS does not say whose account this is: sts:GetCallerIdentity does not work.');
  }
  return { account: report.account, report };
}

/** What the guards, the network and the runtime say, as sentences. */
async function inWords<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ConnectionBusyError') throw new ActionError('conflict', error.message);
    if (error.name === 'AddressRefusedError' || error.name === 'AwsPlaceError') {
      throw new ActionError('invalid', error.message, { endpoint: error.message });
    }
    throw error;
  }
}

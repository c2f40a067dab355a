import { z } from 'zod';
import type { AwsAccess } from '@/lib/runtime';
import { connectionName, connectionSlug } from './inputs';

const text = z.string().trim().max(2048).optional();

const access = {
  region: z
    .string()
    .trim()
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, 'A region is written like us-east-1.')
    .max(40),
  credentials: z.enum(['default', 'profile', 'role', 'keys']),
  profile: text,
  roleArn: text,
  externalId: text,
  accessKeyId: text,
  secretAccessKey: text,
  endpoint: text,
  allowPrivate: z.boolean(),
  callsPerSecond: z.number().min(0.2, 'At least 0.2 calls a second.').max(50, 'At most 50 calls a second.'),
};

type Asked = z.output<z.ZodObject<typeof access>>;

function needs(asked: Asked, member: 'profile' | 'roleArn' | 'accessKeyId', message: string, kind: string) {
  return asked.credentials === kind && (asked[member] ?? '') === '' ? [{ path: [member], message }] : [];
}

function faultsOf(asked: Asked): { path: string[]; message: string }[] {
  const endpoint = asked.endpoint ?? '';
  const { credentials, roleArn = '', externalId = '' } = asked;
  return [
    ...needs(asked, 'profile', 'Name the profile.', 'profile'),
    ...needs(asked, 'roleArn', 'Give the ARN of the role.', 'role'),
    ...needs(asked, 'accessKeyId', 'Give the access key id.', 'keys'),
    ...(credentials === 'role' && roleArn !== '' && !/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(roleArn)
      ? [{ path: ['roleArn'], message: 'A role’s ARN is written like arn:aws:iam::123456789012:role/batchdeck.' }]
      : []),
    ...(credentials === 'role' && externalId !== '' && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)
      ? [{ path: ['externalId'], message: 'An external id has 2 to 1,224 letters, digits and + = , . @ : / -.' }]
      : []),
    ...(endpoint !== '' && credentials !== 'keys'
      ? [{ path: ['endpoint'], message: 'An endpoint of your own needs keys of its own.' }]
      : []),
    ...(endpoint !== '' && !isHttp(endpoint)
      ? [{ path: ['endpoint'], message: 'An endpoint is an http or https address, such as https://batch.example.com.' }]
      : []),
  ];
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

const refused = (asked: Asked, context: z.RefinementCtx) => {
  for (const fault of faultsOf(asked)) context.addIssue({ code: 'custom', ...fault });
};

export const makeAwsInput = z.object({ slug: connectionSlug, name: connectionName, ...access }).superRefine(refused);
export const changeAwsInput = z.object({ connection: z.string().min(1).max(100), ...access }).superRefine(refused);
export const checkAwsInput = z.object({ connection: z.string().min(1).max(100) });

/** What the audit log keeps of an access: everything but its secrets. */
export function withoutSecrets<Input extends Partial<Asked>>(input: Input): object {
  const { secretAccessKey: _, externalId: __, ...kept } = input;
  return kept;
}

/**
 * The access that was asked for. A secret that was left empty stays as it is, where key, role and endpoint are those it was
 * given for; null where one is missing.
 */
export function accessOf(asked: Asked, before: AwsAccess | null): AwsAccess | null {
  const { region, callsPerSecond, allowPrivate } = asked;
  const url = asked.endpoint ?? '';
  const place = { region, callsPerSecond, ...(url !== '' && { endpoint: { url, allowPrivate } }) };
  const known = before?.credentials;
  switch (asked.credentials) {
    case 'default':
      return { ...place, credentials: { kind: 'default' } };
    case 'profile':
      return { ...place, credentials: { kind: 'profile', profile: asked.profile ?? '' } };
    case 'role': {
      const roleArn = asked.roleArn ?? '';
      const kept = known?.kind === 'role' && known.roleArn === roleArn ? known.externalId : undefined;
      const externalId = (asked.externalId ?? '') === '' ? kept : asked.externalId;
      return { ...place, credentials: { kind: 'role', roleArn, ...(externalId !== undefined && { externalId }) } };
    }
    case 'keys': {
      const accessKeyId = asked.accessKeyId ?? '';
      const isSame =
        known?.kind === 'keys' && known.accessKeyId === accessKeyId && (before?.endpoint?.url ?? '') === url;
      const secretAccessKey =
        (asked.secretAccessKey ?? '') === '' && isSame ? known.secretAccessKey : asked.secretAccessKey;
      if (secretAccessKey === undefined || secretAccessKey === '') return null;
      return { ...place, credentials: { kind: 'keys', accessKeyId, secretAccessKey } };
    }
  }
}

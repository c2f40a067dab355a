import { createHash } from 'node:crypto';
import { callerArn } from '../contract';
import { queryService } from './query-protocol';

/** The user's unique id: of the key's, as nothing else is kept. */
function userId(keyId: string): string {
  return `AIDA${createHash('sha256').update(keyId).digest('hex').slice(0, 16).toUpperCase()}`;
}

export const sts = queryService(
  { name: 'STS', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', isEc2: false },
  {
    GetCallerIdentity: async (_, caller) => ({
      Arn: callerArn(caller),
      UserId: userId(caller.key.id),
      Account: caller.connection.account,
    }),
  },
);

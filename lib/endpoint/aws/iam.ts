import { createHash } from 'node:crypto';
import { ApiError } from '../api-error';
import { queryService } from './query-protocol';

const ANYONE_OF_AWS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['batch.amazonaws.com', 'ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
};

/** IAM, as far as clients of Batch ask it: the simulator takes every role by its name, so every role is there. */
export const iam = queryService(
  { name: 'IAM', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', isEc2: false },
  {
    GetRole: async (input, { connection }) => {
      const name = input.text('RoleName') ?? '';
      if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
        throw new ApiError('ValidationError', 400, 'The specified value for roleName is invalid.');
      }
      const startAt = connection.driver.simulated?.clock().startAt ?? 0;
      return {
        Role: {
          Path: '/',
          RoleName: name,
          RoleId: `AROA${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`,
          Arn: `arn:aws:iam::${connection.account}:role/${name}`,
          CreateDate: new Date(startAt).toISOString(),
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(ANYONE_OF_AWS)),
          MaxSessionDuration: 3600,
        },
      };
    },
  },
);

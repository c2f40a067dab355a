import { may } from '@/lib/access';
import { operationAt } from '@/lib/protocol';
import { ApiError } from '../api-error';
import { callerArn } from '../contract';
import { permissionOf, resourceOf } from './batch-permissions';
import type { Service } from './service';

/** AWS Batch: whatever the protocol reads from the SDK's schemas, carried out by the connection's machine. */
export const batch: Service = {
  async serve({ request, caller, firstTime }) {
    const { key, connection } = caller;
    const { simulated } = connection.driver;
    if (simulated === undefined) {
      throw new ApiError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
    }
    const { method, path, query, headers, body } = request;
    const operation = operationAt(method, path);
    if (operation !== null) {
      const permission = permissionOf(operation);
      if (!may(key.role, permission)) {
        throw new ApiError(
          'AccessDeniedException',
          403,
          `User: ${callerArn(caller)} is not authorized to perform: batch:${operation} on resource: ${resourceOf(request, connection)}`,
        );
      }
      if (permission !== 'read') firstTime();
    }
    const principal = { actor: `access key ${key.id}`, source: 'endpoint' } as const;
    return simulated.call({ method, path, query, headers, body }, principal);
  },
  refuse: ({ code, status, message }, requestId) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  }),
};

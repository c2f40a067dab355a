import type { Incoming } from '../contract';
import { batch } from './batch';
import { jsonService } from './json-protocol';
import { queryService } from './query-protocol';
import type { Service } from './service';

type Headers = Incoming['headers'] | NodeJS.Dict<string | string[]>;

const json = jsonService('This service', '', {});
const query = queryService({ name: 'This service', namespace: 'https://batchdeck.invalid/', isEc2: false }, {});

/** The protocol in which a client of a service that is not simulated reads an error: by what it sends. */
export function shapeOf(headers: Headers): Service {
  if (headers['x-amz-target'] !== undefined) return json;
  return String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') ? query : batch;
}

/** What a request to such a service asks for, for the error that names it. */
export function operationAsked({ headers, body, method, path }: Incoming): string {
  const target = headers['x-amz-target'];
  const action = /(?:^|&)Action=(\w{1,100})/.exec(Buffer.from(body.subarray(0, 4096)).toString('latin1'))?.[1];
  return (target?.slice(target.lastIndexOf('.') + 1) ?? action ?? `${method} ${path}`).slice(0, 200);
}

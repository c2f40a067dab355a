import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { BatchClient } from '@aws-sdk/client-batch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { checkAddress, guardedLookup } from './addresses';

/** Who the portal is to AWS. Secrets are in clear: it never leaves the process. */
export type AwsCredentials =
  | { kind: 'default' }
  | { kind: 'profile'; profile: string }
  | { kind: 'role'; roleArn: string; externalId?: string }
  | { kind: 'keys'; accessKeyId: string; secretAccessKey: string };

/** Where AWS is, and as whom it is asked. */
export interface AwsPlace {
  region: string;
  credentials: AwsCredentials;
  /** An address that stands in for AWS's; with keys of its own only. */
  endpoint?: { url: string; allowPrivate: boolean };
  /** How long an answer may take, ms; 20 s where nothing is said. */
  answerMs?: number;
}

/** The clients of one connection; `destroy` closes their sockets. */
export interface AwsClients {
  /** Tries once: the poller's pace decides when a call is made again. */
  polling: BatchClient;
  /** Tries a throttled call again, of which nothing was done, and nothing else: a lost answer is never sent twice. */
  batch: BatchClient;
  sts: STSClient;
  logs: CloudWatchLogsClient;
  destroy(): void;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 20_000;
const SESSION_SECONDS = 3600;
const SESSION_NAME = 'batchdeck';
const THROTTLED_TRIES = 6;

/** A connection that may not be made as it is set. Match it by name. */
class AwsPlaceError extends Error {
  override readonly name = 'AwsPlaceError';
}

/** Throws an AwsPlaceError, or an AddressRefusedError, where a place must not be spoken to. */
export function checkPlace({ credentials, endpoint }: AwsPlace): void {
  if (endpoint === undefined) return;
  if (credentials.kind !== 'keys') {
    throw new AwsPlaceError('An endpoint of your own needs keys of its own: other credentials are for AWS only.');
  }
  const { protocol, hostname, username, password } = new URL(endpoint.url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new AwsPlaceError('An endpoint is an http or https address.');
  if (username !== '' || password !== '') throw new AwsPlaceError('An endpoint’s address holds no user or password.');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) checkAddress(host, host, endpoint.allowPrivate);
}

/** Tries again only what AWS refused for coming too soon. */
class ThrottledOnly extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...[token, info]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    if (info.errorType !== 'THROTTLING') throw new Error('Not tried again: it may have been carried out.');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

function credentialsOf(place: AwsPlace) {
  const { credentials, region } = place;
  switch (credentials.kind) {
    case 'default':
      return {};
    case 'profile':
      return { profile: credentials.profile };
    case 'keys':
      return { credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey } };
    case 'role':
      return { credentials: () => assumeRole(region, credentials.roleArn, credentials.externalId) };
  }
}

async function assumeRole(region: string, roleArn: string, externalId: string | undefined) {
  const sts = new STSClient({ region, requestHandler: handlerOf({}) });
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: SESSION_NAME,
        DurationSeconds: SESSION_SECONDS,
        ExternalId: externalId,
      }),
    );
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
      throw new AwsPlaceError(`AWS gave no credentials for the role ${roleArn}.`);
    }
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = given;
    return {
      accessKeyId,
      secretAccessKey,
      ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      ...(given.Expiration !== undefined && { expiration: given.Expiration }),
    };
  } finally {
    sts.destroy();
  }
}

/** Node's client follows no redirect; what does not answer in time is an error. */
function handlerOf({ endpoint, answerMs = ANSWER_MS }: Pick<AwsPlace, 'endpoint' | 'answerMs'>) {
  const options = {
    keepAlive: true,
    maxSockets: 16,
    ...(endpoint === undefined ? {} : { lookup: guardedLookup(endpoint.allowPrivate) }),
  };
  return {
    connectionTimeout: CONNECT_MS,
    requestTimeout: answerMs,
    throwOnRequestTimeout: true,
    socketTimeout: answerMs,
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent(options),
  };
}

/** Opens clients to a place; nothing is sent yet. Throws as `checkPlace` does. */
export function createAwsClients(place: AwsPlace): AwsClients {
  checkPlace(place);
  const shared = {
    region: place.region,
    ...credentialsOf(place),
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint.url }),
  };
  const once = { ...shared, maxAttempts: 1 };
  const polling = new BatchClient({ ...once, requestHandler: handlerOf(place) });
  const batch = new BatchClient({
    ...shared,
    retryStrategy: new ThrottledOnly(THROTTLED_TRIES),
    requestHandler: handlerOf(place),
  });
  const sts = new STSClient({ ...once, requestHandler: handlerOf(place) });
  const logs = new CloudWatchLogsClient({ ...once, requestHandler: handlerOf(place) });
  return {
    polling,
    batch,
    sts,
    logs,
    destroy() {
      for (const client of [polling, batch, sts, logs]) client.destroy();
    },
  };
}

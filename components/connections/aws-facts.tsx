import type { ReactNode } from 'react';
import { formatCount, formatNumber } from '../format/number';
import { UserText } from '../ui/user-text';
import { Banner } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';
import type { AwsAccessView, ConnectionCard } from './connection-view';

function credentialWords({ credentials, profile, roleArn, accessKeyId }: AwsAccessView): string {
  if (credentials === 'profile') return `profile ${profile}`;
  if (credentials === 'role') return `role ${roleArn}`;
  return credentials === 'keys' ? `access key ${accessKeyId}` : 'those of this server';
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-12 text-tx3t">{name}</dt>
      <dd className="num break-words text-13 text-tx1">{children}</dd>
    </div>
  );
}

/** How a connection reaches AWS, and how following it goes. */
export function AwsFacts({ connection }: { connection: ConnectionCard }) {
  const { aws, polling } = connection;
  if (aws === null || polling === null) return null;
  const { error, calls, throttled, perSecond, backfill } = polling;
  return (
    <div className="flex flex-col gap-3 px-3.5 py-3">
      {error !== null && (
        <Banner tone="bad" title="AWS can not be asked.">
          <UserText text={error.message} /> Since <WallTime at={error.since} style="ago" />. It is tried again and
          again.
        </Banner>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2.5 md:grid-cols-2">
        <Fact name="Credentials">{credentialWords(aws)}</Fact>
        <Fact name="Endpoint">{aws.endpoint ?? 'AWS’s own'}</Fact>
        <Fact name="Calls since the start">
          {formatNumber(calls)}, {formatNumber(throttled)} of them answered 429; at most {formatNumber(perSecond, 1)} a
          second now
        </Fact>
        <Fact name="What AWS had before">
          {formatCount(backfill.jobs, 'job')} read{backfill.done ? '' : ' so far'}
        </Fact>
      </dl>
    </div>
  );
}

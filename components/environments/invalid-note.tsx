'use client';

import { CircleAlert } from 'lucide-react';
import { explainInvalid } from '@/lib/diagnosis';
import type { EnvironmentRow } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { useConnection } from '../data/connection';
import { ButtonLink } from '../ui/button';
import { TimeText } from '../ui/time-text';
import { UserText } from '../ui/user-text';
import { Banner } from '../ui/verdict';
import { environmentHref } from './environment-rows';

function FixButton({ environment }: { environment: EnvironmentRow }) {
  const { slug } = useConnection();
  const { fix } = explainInvalid(environment);
  if (fix === null) return null;
  const name = encodeURIComponent(environment.name);
  const field = encodeURIComponent(fix.field);
  const href =
    fix.kind === 'edit'
      ? `${environmentHref(slug, environment.name)}/edit?field=${field}`
      : `/${slug}/environments/new?from=${name}&field=${field}`;
  return (
    <Permitted permission="resources.write" where={{ queues: environment.queues }}>
      <ButtonLink variant="primary" size="panel" href={href}>
        {fix.label}
      </ButtonLink>
    </Permitted>
  );
}

/** An INVALID environment: AWS's own words, what they mean, what to look at, and where a mend begins. */
export function InvalidBanner({ environment }: { environment: EnvironmentRow }) {
  if (environment.status !== 'INVALID') return null;
  const { means, checks, hangsInDeleting } = explainInvalid(environment);
  return (
    <Banner tone="bad" title="INVALID: no job can start here." action={<FixButton environment={environment} />}>
      {environment.stateSince !== null && (
        <>
          Since <TimeText at={environment.stateSince} style="short" />.{' '}
        </>
      )}
      {means}
      {environment.statusReason !== null && (
        <code className="mt-1 block break-words text-12 text-tx2">
          <UserText text={environment.statusReason} />
        </code>
      )}
      <p className="mt-2 text-12 font-medium text-tx2">To check</p>
      <ul className="list-disc pl-4">
        {checks.map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ul>
      {hangsInDeleting && (
        <p className="mt-2">Mend it before it is deleted: as it is, AWS would leave it in DELETING.</p>
      )}
    </Banner>
  );
}

/** The same in a line beneath the list. */
export function InvalidLine({ environment }: { environment: EnvironmentRow }) {
  const { means, hangsInDeleting } = explainInvalid(environment);
  return (
    <div className="mt-2 flex items-start gap-2 text-13 text-tx1">
      <CircleAlert size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-failed" aria-hidden />
      <p className="min-w-0 flex-1 break-words">
        <strong className="font-semibold text-tx0">{environment.name}:</strong> {means}
        {hangsInDeleting && ' Mend it before it is deleted, or it hangs in DELETING.'}{' '}
        {environment.statusReason !== null && (
          <code className="break-words text-12 text-tx2">
            <UserText text={environment.statusReason} />
          </code>
        )}
      </p>
      <FixButton environment={environment} />
    </div>
  );
}

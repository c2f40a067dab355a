import type { ReactNode } from 'react';
import { isNodeJobId, isServiceJob } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { consumableHref } from '../consumables/consumable-href';
import { formatNumber, shortenId } from '../format/number';
import { askedWords } from '../reasons/reason-words';
import { Link } from '../ui/link';
import { TimeText } from '../ui/time-text';
import { consumablesNeeded } from './job-needs';
import { jobHref } from './job-outcome';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="shrink-0 text-12 text-tx3t">{label}</dt>
      <dd className="min-w-0 truncate text-13 text-tx1">{children}</dd>
    </div>
  );
}

/** The definition that a job was made from; a service job has none. */
function KindFact({ job, slug }: { job: JobPage['job']; slug: string }) {
  if (isServiceJob(job)) return <Fact label="kind">service job</Fact>;
  return (
    <Fact label="definition">
      <Link className="link font-mono" href={`/${slug}/jobs?definition=${encodeURIComponent(job.definition)}`}>
        {job.definition}
      </Link>
    </Fact>
  );
}

/** Queue, definition, share, what it asks, where it runs, when it was submitted; on the line of the tabs. */
export function JobFacts({ page, slug }: { page: JobPage; slug: string }) {
  const { job } = page;
  const current = [...page.attempts].sort((a, b) => b.n - a.n)[0];
  const isOn = current !== undefined && current.stoppedAt === null && page.nodes.length === 0;
  const isPlaced = job.status === 'STARTING' || job.status === 'RUNNING';
  const isService = isServiceJob(job);
  const parent = job.index === null ? null : job.id.replace(/[:#]\d+$/, '');
  return (
    <dl className="flex min-w-0 flex-wrap gap-x-5 gap-y-1 py-1.5">
      {parent !== null && (
        <Fact label={isNodeJobId(job.id) ? 'node of' : 'child of'}>
          <Link className="link font-mono" href={jobHref(slug, parent)}>
            {shortenId(parent)}
          </Link>
        </Fact>
      )}
      <Fact label="queue">
        <Link className="link" href={`/${slug}/queues/${encodeURIComponent(job.queue)}`}>
          {job.queue}
        </Link>
      </Fact>
      <KindFact job={job} slug={slug} />
      {job.share !== null && <Fact label="share">{job.share}</Fact>}
      <Fact label="asks">{askedWords(job)}</Fact>
      {consumablesNeeded(page).map(({ name, quantity }) => (
        <Fact key={name} label={isPlaced ? 'holds' : 'needs'}>
          {formatNumber(quantity)} of{' '}
          <Link className="link" href={consumableHref(slug, name)}>
            {name}
          </Link>
        </Fact>
      ))}
      {isOn && isService && (
        <Fact label="on">
          <Link className="link" href={`/${slug}/environments?tab=services`}>
            {current.environment}
          </Link>
        </Fact>
      )}
      {isOn && !isService && (
        <Fact label="on">
          {current.instanceId !== null && <code className="text-tx0">{shortenId(current.instanceId, 6)} </code>}
          {current.instanceType ?? 'Fargate'}
          {current.zone !== null && `, ${current.zone}`}
        </Fact>
      )}
      {page.again.of !== null && (
        <Fact label="again of">
          <Link className="link font-mono" href={jobHref(slug, page.again.of)}>
            {shortenId(page.again.of)}
          </Link>
        </Fact>
      )}
      {page.again.as !== null && (
        <Fact label="submitted again as">
          <Link className="link font-mono" href={jobHref(slug, page.again.as)}>
            {shortenId(page.again.as)}
          </Link>
        </Fact>
      )}
      <Fact label="submitted">
        <TimeText at={job.createdAt} />
      </Fact>
    </dl>
  );
}

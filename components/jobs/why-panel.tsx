'use client';

import { Check, CircleHelp, Clock, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { consumableHref } from '../consumables/consumable-href';
import { useConnection } from '../data/connection';
import { formatDuration } from '../format/duration';
import { formatCount } from '../format/number';
import { Evidence } from '../reasons/reason-card';
import { askedWords, environmentHref, evidenceWords } from '../reasons/reason-words';
import { ButtonLink } from '../ui/button';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';
import { jobHref } from './job-outcome';
import { awsCodeOf, type Check as CheckLine, checksFor, waitedInAll } from './why-checks';

const ICON = { passed: Check, failed: X, next: Clock, 'not-reached': Minus, unknown: CircleHelp } as const;
const INK = {
  passed: 'text-okt',
  failed: 'text-failed',
  next: 'text-tx2',
  'not-reached': 'text-tx3',
  unknown: 'text-tx3',
} as const;
const SPOKEN = {
  passed: 'passed',
  failed: 'failed',
  next: 'its turn comes',
  'not-reached': 'not reached',
  unknown: 'not known',
} as const;

function lookLinks(page: JobPage, slug: string): { label: string; href: string }[] {
  const { wait, job } = page;
  if (wait === null) return [];
  const { blockedBy, waitsFor, environment, consumable } = wait.evidence;
  const links: { label: string; href: string }[] = [];
  if (blockedBy !== undefined && blockedBy !== job.id)
    links.push({ label: 'See what blocks', href: jobHref(slug, blockedBy) });
  if (waitsFor !== undefined) links.push({ label: 'See the job before it', href: jobHref(slug, waitsFor) });
  if (consumable !== undefined) links.push({ label: `See ${consumable}`, href: consumableHref(slug, consumable) });
  if (environment !== undefined)
    links.push({ label: `See ${environment}`, href: environmentHref(slug, environment, wait.evidence) });
  links.push({ label: `See who is next in ${job.queue}`, href: `/${slug}/queues/${encodeURIComponent(job.queue)}` });
  return links.slice(0, 2);
}

function FailedCheck({ page }: { page: JobPage }) {
  const { slug } = useConnection();
  const { wait, job } = page;
  if (wait === null) return null;
  const code = awsCodeOf(wait.cause);
  const others = wait.sameReason - 1;
  const isNext = wait.cause === 'is-next';
  return (
    <div
      className={`my-1 flex flex-col gap-2 rounded-control border px-3.5 py-2.5 ${isNext ? 'border-ln bg-bg2' : 'border-runnable/40 bg-warng'}`}
    >
      <p className="text-13 text-tx1">
        <strong className="font-semibold text-tx0">{WAITING_CAUSE_TITLE[wait.cause]}</strong> since{' '}
        <TimeText at={wait.since} style="short" />: <Evidence parts={evidenceWords(wait.cause, wait.evidence)} />.
      </p>
      <p className="text-12 text-tx2">
        It asks {askedWords(job)}.
        {others > 0 && ` ${formatCount(others, 'more job')} of ${job.queue} wait for the same.`}
        {code !== null && (
          <>
            {' '}
            <code>{code}</code>
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        {lookLinks(page, slug).map(({ label, href }, index) => (
          <ButtonLink key={label} size="panel" variant={index === 0 ? 'primary' : 'secondary'} href={href}>
            {label}
          </ButtonLink>
        ))}
      </div>
    </div>
  );
}

function CheckRow({ check, children }: { check: CheckLine; children?: ReactNode }) {
  const Icon = ICON[check.state];
  const isHeld = check.state === 'failed' || check.state === 'next';
  return (
    <li className={isHeld ? 'max-md:order-first' : undefined}>
      <div className="flex items-start gap-2.5 py-1 text-13">
        <Icon size={15} strokeWidth={1.75} className={`mt-0.5 shrink-0 ${INK[check.state]}`} aria-hidden />
        <span className={check.state === 'not-reached' || check.state === 'unknown' ? 'text-tx2' : 'text-tx0'}>
          {check.label}
          <span className="sr-only">, {SPOKEN[check.state]}</span>
          {check.passed !== null && <span className="text-12 text-tx2">: {check.passed}</span>}
          {check.state === 'not-reached' && <span className="text-12 text-tx3t">: not reached</span>}
        </span>
      </div>
      {isHeld && children}
    </li>
  );
}

function OpenDependencies({ page }: { page: JobPage }) {
  const { slug } = useConnection();
  const open = page.dependsOn.filter((one) => one.status !== 'SUCCEEDED');
  if (open.length === 0) return null;
  return (
    <div className="my-1 rounded-control border border-runnable/40 bg-warng px-3.5 py-2.5 text-13 text-tx1">
      {formatCount(open.length, 'job')} must end first:{' '}
      {open.slice(0, 5).map((one, index) => (
        <span key={one.id}>
          {index > 0 && ', '}
          <Link className="link underline!" href={jobHref(slug, one.id)}>
            {one.name ?? one.id}
          </Link>
        </span>
      ))}
      {open.length > 5 && ` and ${open.length - 5} more`}.
    </div>
  );
}

/**
 * The same checks in the same order for every job: passed, the first that failed with its proof, and what was not reached. On a
 * narrow screen what failed stands first, so that the first view has it.
 */
export function WhyPanel({ page, now }: { page: JobPage; now: number }) {
  const { job, wait } = page;
  const waits = job.status === 'PENDING' || job.status === 'RUNNABLE' || job.status === 'SUBMITTED';
  const waited = formatDuration(waitedInAll(page, now));
  if (!waits) {
    return (
      <Panel title={`Why it waited ${waited}`} unit="over">
        <p className="text-13 text-tx2">
          The waiting is over. What held it back is counted while a job waits, by queue and size, and is not kept for
          each job after it.
        </p>
      </Panel>
    );
  }
  const cause = wait?.cause ?? (job.status === 'PENDING' && page.dependsOn.length > 0 ? 'dependency' : null);
  const checks = checksFor(cause === 'unknown' ? null : cause, page.dependsOn.length);
  return (
    <Panel title="Why it waits" unit={`${waited} so far · worked out from the scheduler’s own tally`}>
      {cause === null || cause === 'unknown' ? (
        <p className="mb-2 text-13 text-tx1">
          {job.status === 'SUBMITTED'
            ? 'Batch has not looked at it yet.'
            : 'AWS gives no reason, and no check explains it yet.'}
        </p>
      ) : null}
      <ul aria-label="Checks" className="flex flex-col">
        {checks.map((check) => (
          <CheckRow key={check.key} check={check}>
            {check.key === 'dependencies' ? <OpenDependencies page={page} /> : <FailedCheck page={page} />}
          </CheckRow>
        ))}
      </ul>
    </Panel>
  );
}

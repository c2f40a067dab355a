import type { ReactNode } from 'react';
import { isServiceJob } from '@/lib/batch';
import type { AttemptRow, JobPage } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { askedWords } from '../reasons/reason-words';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { STATE_WORD, StatusGlyph, StatusPill } from '../ui/status';
import { TimeText } from '../ui/time-text';
import { UserText } from '../ui/user-text';
import { purchaseWords } from './charges-panel';

/** Every step of the job's life, and what Batch said on the way, oldest first. */
export function TransitionsPanel({ page }: { page: JobPage }) {
  const steps = page.transitions;
  const notes = page.notes.filter((note) => note.statusReason !== null || note.isCancelled || note.isTerminated);
  return (
    <Panel title="Transitions" unit="as Batch told them" flush>
      <ol>
        {steps.map((step, index) => {
          const before = steps[index - 1];
          const after =
            before?.at != null && step.at !== null ? formatDuration(Math.max(0, step.at - before.at)) : null;
          return (
            <li
              key={`${step.attemptsEnded} ${step.status}`}
              className="flex min-h-row items-center gap-3 border-b border-ln2 px-3.5 last:border-b-0"
            >
              <StatusPill state={step.status} className="w-28 text-tx0" />
              <span className="flex-1 text-tx2">
                {step.at === null ? <span className="text-tx3t">not observed</span> : <TimeText at={step.at} />}
              </span>
              <span className="num text-12 text-tx3t">{after === null ? '' : `after ${after}`}</span>
            </li>
          );
        })}
        {notes.map((note) => (
          <li
            key={`${note.at} ${note.statusReason} ${note.isCancelled} ${note.isTerminated}`}
            className="border-b border-ln2 px-3.5 py-1.5 text-12 last:border-b-0"
          >
            <TimeText at={note.at} className="mr-2 text-tx3t" />
            {note.isTerminated ? 'Terminate was asked. ' : note.isCancelled ? 'Cancel was asked. ' : ''}
            <code className="break-words text-tx1">
              <UserText text={note.statusReason ?? ''} />
            </code>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function endWords(attempt: AttemptRow): string {
  if (attempt.stoppedAt === null) return attempt.startedAt === null ? 'starting' : 'running';
  if (attempt.interrupted) return 'Spot took its capacity back';
  if (attempt.exitCode !== null) return `exit ${attempt.exitCode}`;
  return 'ended';
}

function AttemptFacts({ attempt, page }: { attempt: AttemptRow; page: JobPage }) {
  const facts: [string, ReactNode][] = [
    ['Environment', <code key="e">{attempt.environment}</code>],
    [
      'On',
      attempt.instanceId === null ? (
        purchaseWords(attempt.purchase)
      ) : (
        <span key="i">
          <code>{attempt.instanceId}</code> {attempt.instanceType}, {purchaseWords(attempt.purchase)}
        </span>
      ),
    ],
    ['Zone', attempt.zone ?? '–'],
    ['Placed', <TimeText key="p" at={attempt.placedAt} />],
    ['Started', <TimeText key="s" at={attempt.startedAt} />],
    ['Stopped', <TimeText key="t" at={attempt.stoppedAt} />],
    ['Asked', askedWords(page.job)],
  ];
  return (
    <li className="border-b border-ln2 px-3.5 py-2.5 last:border-b-0">
      <p className="flex items-center gap-2 text-13 font-semibold text-tx0">
        Attempt {attempt.n}
        {attempt.interrupted && <StatusGlyph state="INTERRUPTED" />}
        <span className="font-normal text-tx2">{endWords(attempt)}</span>
      </p>
      <dl className="mt-1 grid gap-x-6 gap-y-1 text-12 md:grid-cols-2 lg:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label} className="flex min-w-0 gap-2">
            <dt className="w-20 shrink-0 text-tx3t">{label}</dt>
            <dd className="min-w-0 break-words text-tx1">{value}</dd>
          </div>
        ))}
        <div className="flex min-w-0 items-center gap-2 md:col-span-2 lg:col-span-3">
          <dt className="w-20 shrink-0 text-tx3t">{isServiceJob(page.job) ? 'Training' : 'Task'}</dt>
          <dd className="flex min-w-0 items-center gap-1">
            <code className="min-w-0 truncate text-tx1" title={attempt.taskArn}>
              {attempt.taskArn}
            </code>
            <CopyButton text={attempt.taskArn} label="Copy the task’s ARN" />
          </dd>
        </div>
      </dl>
      {(attempt.statusReason !== null || attempt.reason !== null) && (
        <p className="mt-1 break-words font-mono text-12 text-tx2">
          <UserText text={[attempt.statusReason, attempt.reason].filter((text) => text !== null).join(' · ')} />
        </p>
      )}
    </li>
  );
}

/** Where each attempt ran, when, and how it ended. */
export function AttemptsPanel({ page }: { page: JobPage }) {
  return (
    <Panel title="Where each attempt ran" flush>
      {page.attempts.length === 0 ? (
        <p className="px-3.5 py-4 text-13 text-tx2">
          No attempt was placed yet; it is {STATE_WORD[page.job.status].toLowerCase()}.
        </p>
      ) : (
        <ul>
          {[...page.attempts]
            .sort((a, b) => b.n - a.n)
            .map((attempt) => (
              <AttemptFacts key={attempt.n} attempt={attempt} page={page} />
            ))}
        </ul>
      )}
    </Panel>
  );
}

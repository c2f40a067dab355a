'use client';

import { OctagonX, Pause, Play, Trash2, Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { GuideView } from '@/lib/guides';
import { useAccess } from '../access/access';
import { Refused } from '../access/permitted';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatCount } from '../format/number';
import { jobHref } from '../jobs/job-outcome';
import { Button, ButtonLink } from '../ui/button';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { StatusGlyph } from '../ui/status';
import { TimeText } from '../ui/time-text';
import { showToast } from '../ui/toast';
import { UserText } from '../ui/user-text';
import { Banner } from '../ui/verdict';
import { CallsPanel } from './calls-panel';
import type { DeleteActions } from './delete-plan';
import { deleteSentence, PLAN_WORDS, stepState } from './delete-words';
import { StepList } from './step-list';

const DeleteDialogs = dynamic(() => import('./delete-dialogs').then((loaded) => loaded.DeleteDialogs), { ssr: false });

interface ProgressProps {
  guide: GuideView;
  actions: DeleteActions;
  onDirected: () => void;
  onAgain: () => void;
}

function RunningJobs({
  guide,
  mayEnd,
  onTerminate,
}: {
  guide: GuideView;
  mayEnd: string | null;
  onTerminate: () => void;
}) {
  const { slug } = useConnection();
  const now = useNow(1000);
  const left = guide.jobsLeft.waiting + guide.jobsLeft.running;
  if (stepState(guide, 'jobs') !== 'now' || left === 0) return null;
  const more = guide.jobsLeft.running - guide.runningJobs.length;
  const button = (
    <Button variant="danger" size="panel" onClick={onTerminate}>
      <OctagonX size={13} strokeWidth={1.75} aria-hidden />
      Terminate {formatCount(left, 'job')} instead…
    </Button>
  );
  return (
    <div className="mt-2 flex flex-col gap-2">
      <ul className="text-13">
        {guide.runningJobs.map((job) => (
          <li key={job.id} className="flex items-center gap-2 border-b border-ln2 py-1.5">
            <StatusGlyph state={job.status} label={job.status} />
            <Link href={jobHref(slug, job.id)} className="min-w-0 truncate font-semibold text-tx0 hover:underline">
              {job.name}
            </Link>
            <span className="min-w-0 truncate text-tx2">{job.queue}</span>
            <span className="num ml-auto shrink-0 text-tx2">
              {job.startedAt === null || now === null ? 'starts' : `runs ${formatDuration(now - job.startedAt)}`}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 text-12 text-tx2">
        {guide.jobs !== 'terminate' && (mayEnd === null ? button : <Refused why={mayEnd}>{button}</Refused>)}
        {more > 0 && <span className="num">and {formatCount(more, 'more job')}</span>}
      </div>
    </div>
  );
}

function StopPanel({
  guide,
  why,
  direct,
  onPutBack,
  onAgain,
}: {
  guide: GuideView;
  why: string | null;
  direct: (direction: 'pause' | 'resume') => void;
  onPutBack: () => void;
  onAgain: () => void;
}) {
  const isTooLate = guide.steps.delete !== undefined && guide.problem === null;
  const may = (button: React.ReactElement<{ children?: React.ReactNode }>) =>
    why === null ? button : <Refused why={why}>{button}</Refused>;
  if (guide.state === 'done') return null;
  if (guide.state === 'put-back')
    return (
      <Panel title="Nothing is gone">
        <div className="flex flex-col items-start gap-2.5 text-13 text-tx1">
          <p>Everything is as it was before.</p>
          {may(
            <Button variant="danger" onClick={onAgain}>
              <Trash2 size={14} strokeWidth={1.75} aria-hidden />
              Delete it after all…
            </Button>,
          )}
        </div>
      </Panel>
    );
  if (guide.state === 'putting-back') return null;
  return (
    <Panel title={guide.state === 'paused' ? 'Stopped' : 'Stop here'}>
      <div className="flex flex-col gap-2.5 text-13 text-tx1">
        <p>
          {isTooLate
            ? 'AWS deletes it already: this can’t be stopped any more.'
            : 'Until it is deleted all of it can be undone. Jobs that ended stay ended.'}
        </p>
        {!isTooLate && (
          <div className="flex flex-wrap gap-2">
            {may(
              <Button onClick={onPutBack}>
                <Undo2 size={14} strokeWidth={1.75} aria-hidden />
                Put everything back…
              </Button>,
            )}
            {guide.state === 'running' &&
              may(
                <Button onClick={() => direct('pause')}>
                  <Pause size={14} strokeWidth={1.75} aria-hidden />
                  Stop
                </Button>,
              )}
            {guide.state === 'paused' &&
              may(
                <Button onClick={() => direct('resume')}>
                  <Play size={14} strokeWidth={1.75} aria-hidden />
                  Go on
                </Button>,
              )}
          </div>
        )}
      </div>
    </Panel>
  );
}

function MeaningPanel({ guide }: { guide: GuideView }) {
  const rows = [
    { label: 'Jobs', text: guide.state === 'done' ? 'stay in history' : PLAN_WORDS[guide.jobs] },
    { label: 'History', text: 'stays, its page turns grey' },
    { label: 'Asked by', text: guide.actor },
    { label: 'Reason', text: guide.reason },
  ];
  return (
    <Panel title="What it means">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
        {rows.map(({ label, text }) => (
          <div key={label} className="contents">
            <dt className="text-tx3t">{label}</dt>
            <dd className="min-w-0 break-words text-tx1">
              <UserText text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Head({ guide }: { guide: GuideView }) {
  const { slug } = useConnection();
  const isGone = guide.state === 'done';
  const path = `/${slug}/${guide.kind}s`;
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="break-words text-21 font-semibold text-tx0">{deleteSentence(guide)}</h1>
        <p className="text-13 text-tx2">
          Since <TimeText at={guide.startedAt} style="short" />
          {guide.endedAt === null
            ? '. It goes on by itself: you may leave this page.'
            : `, over after ${formatDuration(guide.endedAt - guide.startedAt)}.`}
        </p>
      </div>
      <ButtonLink href={isGone ? path : `${path}/${encodeURIComponent(guide.name)}`}>
        {isGone ? `All ${guide.kind}s` : `Open ${guide.kind}`}
      </ButtonLink>
    </div>
  );
}

/** How far a guided delete is: its steps, the calls it made, and how to stop it. */
export function DeleteProgress({ guide, actions, onDirected, onAgain }: ProgressProps) {
  const { slug } = useConnection();
  const access = useAccess();
  const now = useNow(1000);
  const [asked, setAsked] = useState<'terminate' | 'put-back' | null>(null);
  const of = { connection: slug, kind: guide.kind, name: guide.name };
  const queues = guide.kind === 'queue' ? [guide.name] : guide.before.queues.map(({ name }) => name);
  const direct = async (direction: 'pause' | 'resume') => {
    const result = await actions.direct({ ...of, direction }).catch(() => null);
    if (result?.ok !== true)
      showToast({
        kind: 'refused',
        title: 'Nothing was changed.',
        detail: result?.error.message ?? 'The portal does not answer.',
      });
    onDirected();
  };
  return (
    <>
      <Head guide={guide} />
      {guide.problem !== null && (
        <div className="mb-3">
          <Banner tone="warn" title="Held up">
            {guide.problem.message}
            {guide.problem.tries > 0 && ` Tried ${formatCount(guide.problem.tries, 'time')}; it is tried again.`}
          </Banner>
        </div>
      )}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <Panel title="Steps" unit="each waits until AWS says it is settled">
          <StepList guide={guide} now={now}>
            <RunningJobs
              guide={guide}
              mayEnd={refusalFor(access, 'jobs.end', { queues })}
              onTerminate={() => setAsked('terminate')}
            />
          </StepList>
        </Panel>
        <div className="flex min-w-0 flex-col gap-3">
          <MeaningPanel guide={guide} />
          <CallsPanel guide={guide} />
          <StopPanel
            guide={guide}
            why={refusalFor(access, 'resources.write', { queues })}
            direct={(direction) => void direct(direction)}
            onPutBack={() => setAsked('put-back')}
            onAgain={onAgain}
          />
        </div>
      </div>
      {asked !== null && (
        <DeleteDialogs
          asked={asked}
          guide={guide}
          actions={actions}
          onClose={() => {
            setAsked(null);
            onDirected();
          }}
        />
      )}
    </>
  );
}

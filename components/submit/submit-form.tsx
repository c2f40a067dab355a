'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import type { ActionResult } from '@/lib/access';
import { type JsonObject, queueMeant } from '@/lib/forms';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { EditFrame } from '../edit/edit-frame';
import type { ProblemsOf } from '../edit/use-call';
import { formatCount } from '../format/number';
import { jobHref } from '../jobs/job-outcome';
import { showToast } from '../ui/toast';
import type { FoundJobs, SubmitAround } from './around';
import { QuotePanel } from './quote-panel';
import { submitChecks } from './submit-checks';
import { SubmitFields } from './submit-fields';

/** The action that submits, as the page is given it. */
export type SubmitAction = (input: {
  connection: string;
  intent: string;
  call: string;
}) => Promise<ActionResult<{ jobId: string; jobName: string }>>;

/** What the form begins from. */
export interface SubmitStart {
  initial: JsonObject;
  /** The job it was filled from, and from where its values are. */
  from: { id: string; name: string; isFromHistory: boolean } | null;
  /** Jobs it depends on, where they are recorded. */
  jobs: FoundJobs;
}

const WORDS = { title: 'Submit a job', submit: 'Submit 1 job', sending: 'Submitting…', before: 'Before you submit' };

/** Jobs that a call makes: its children, or one. */
function jobsOf(call: JsonObject): number {
  const properties = call.arrayProperties;
  const size = typeof properties === 'object' && properties !== null && !Array.isArray(properties) && properties.size;
  return typeof size === 'number' && Number.isInteger(size) && size > 1 ? size : 1;
}

function summaryOf(call: JsonObject): string {
  const count = jobsOf(call);
  const lead = count > 1 ? `1 call for ${formatCount(count, 'child', 'children')}. ` : '';
  return `${lead}Sent once: if the answer is lost, a tag finds the job again.`;
}

/**
 * Sends a call at most once for what stands in the form: pressed again it is the same intent, changed or refused it is another.
 */
function useSubmitOnce(submit: SubmitAction) {
  const { slug } = useConnection();
  const last = useRef<{ call: string; intent: string } | null>(null);
  return async (call: string) => {
    if (last.current?.call !== call) last.current = { call, intent: crypto.randomUUID() };
    const result = await submit({ connection: slug, intent: last.current.intent, call });
    if (!result.ok && result.error.code === 'refused') last.current = null;
    return result;
  };
}

function noteOf({ from }: SubmitStart): string | undefined {
  if (from === null) return undefined;
  return from.isFromHistory ? `like ${from.name}, from history: AWS has forgotten it` : `like ${from.name}`;
}

/** Submits one job or array: fields beside the call they make; an error stands at its field and nothing typed is lost. */
export function SubmitForm({
  around,
  start,
  draftKey,
  submit,
}: {
  around: SubmitAround;
  start: SubmitStart;
  draftKey: string;
  submit: SubmitAction;
}) {
  const { slug } = useConnection();
  const access = useAccess();
  const router = useRouter();
  const found = useRef<FoundJobs>({ ...start.jobs });
  const send = useSubmitOnce(submit);
  const loadProblems = async (): Promise<ProblemsOf> => {
    const { submitJobProblems } = await import('@/lib/forms');
    return (shapes, document) => submitJobProblems(shapes, document, { ...around, jobs: found.current });
  };
  const refusalOf = (call: JsonObject) => {
    const queue = queueMeant(around.queues, typeof call.jobQueue === 'string' ? call.jobQueue : '');
    return refusalFor(access, 'jobs.submit', queue === null ? undefined : { queue: queue.name });
  };
  return (
    <EditFrame
      operation="SubmitJob"
      words={{ ...WORDS, note: noteOf(start) }}
      initial={start.initial}
      loadProblems={loadProblems}
      draftKey={draftKey}
      checks={(outcome, problems) => submitChecks(outcome, around, problems, refusalOf(outcome))}
      aside={<QuotePanel around={around} />}
      summary={summaryOf}
      submitWords={(call) => `Submit ${formatCount(jobsOf(call), 'job')}`}
      cancelHref={`/${slug}/jobs`}
      submit={send}
      onDone={({ jobId, jobName }) => {
        showToast({ title: `${jobName} was submitted.` });
        router.push(jobHref(slug, jobId));
      }}
    >
      <SubmitFields around={around} found={found.current} />
    </EditFrame>
  );
}

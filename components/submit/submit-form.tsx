'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ActionResult } from '@/lib/access';
import type { DefinitionChoice, QueueRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import { jobHref } from '../jobs/job-outcome';
import { Button, ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { showToast } from '../ui/toast';
import { Banner } from '../ui/verdict';
import { cliText, EMPTY_DRAFT, type Problems, readDraft, type SubmitDraft, type SubmitJobBody } from './submit-draft';
import { ArraySection, OverridesSection, WhatSection } from './submit-sections';

/** The action that submits, as the page is given it. */
export type SubmitAction = (input: {
  connection: string;
  intent: string;
  job: SubmitJobBody;
}) => Promise<ActionResult<{ jobId: string; jobName: string }>>;

/** What the server's schema says of a call, by path of the field. */
export type CheckJob = (job: SubmitJobBody) => Promise<Problems>;

const CALLS = [
  { value: 'json', label: 'JSON' },
  { value: 'cli', label: 'CLI' },
] as const;

function CallPanel({ job }: { job: SubmitJobBody }) {
  const [form, setForm] = useState<'json' | 'cli'>('json');
  const text = form === 'json' ? JSON.stringify(job, null, 2) : cliText(job);
  return (
    <Panel
      title="The call"
      unit="SubmitJob, one"
      flush
      actions={
        <>
          <SegmentedControl label="Written as" options={CALLS} value={form} onChange={setForm} />
          <CopyButton text={text} label="Copy the call" />
        </>
      }
    >
      <pre className="whitespace-pre-wrap break-all px-3.5 py-3 text-12 text-tx1">{text}</pre>
    </Panel>
  );
}

function FormFooter({ job, isSending, slug }: { job: SubmitJobBody; isSending: boolean; slug: string }) {
  const size = job.arrayProperties?.size ?? 1;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
      <p className="mr-auto text-12 text-tx3t">
        {size > 1 ? `1 call for ${formatCount(size, 'child', 'children')}. ` : ''}Sent once: if the answer is lost, a
        tag finds the job again.
      </p>
      <ButtonLink size="form" href={`/${slug}/jobs`}>
        Cancel
      </ButtonLink>
      <Button size="form" variant="primary" type="submit" disabled={isSending}>
        {isSending ? 'Submitting…' : `Submit ${formatCount(size, 'job')}`}
      </Button>
    </div>
  );
}

/** The prefix that the action puts before its fields. */
const stripped = (fields: Record<string, string>): Problems =>
  Object.fromEntries(Object.entries(fields).map(([path, text]) => [path.replace(/^job\./, ''), text]));

/** What is typed, what is wrong with it, and sending it at most once for what stands there. */
function useSubmit(initial: Partial<SubmitDraft>, check: CheckJob, submit: SubmitAction) {
  const { slug } = useConnection();
  const router = useRouter();
  const [draft, setDraft] = useState<SubmitDraft>({ ...EMPTY_DRAFT, ...initial });
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const intent = useRef<string | null>(null);
  const set = (change: Partial<SubmitDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    // Another job: the one that may have been sent before is not meant any more.
    intent.current = null;
  };
  const send = async () => {
    if (isSending) return;
    setSending(true);
    const read = readDraft(draft);
    const found = { ...(await check(read.job)), ...read.problems };
    setProblems(found);
    setRefusal(null);
    if (Object.keys(found).length > 0) {
      setSending(false);
      return;
    }
    intent.current ??= crypto.randomUUID();
    const result = await submit({ connection: slug, intent: intent.current, job: read.job }).catch(() => null);
    setSending(false);
    if (result?.ok === true) {
      showToast({ title: `${result.value.jobName} was submitted.` });
      router.push(jobHref(slug, result.value.jobId));
      return;
    }
    setProblems(stripped(result?.error.fields ?? {}));
    setRefusal(result?.error.message ?? 'The portal does not answer. Submit again: it looks for the job first.');
    if (result?.error.code === 'refused') intent.current = null;
  };
  return { draft, set, problems, refusal, isSending, send };
}

function Refusal({ refusal, problems }: { refusal: string | null; problems: Problems }) {
  const count = Object.keys(problems).length;
  if (refusal === null && count === 0) return null;
  return (
    <div className="px-3.5 pt-3">
      <Banner tone="bad" title={refusal === null ? 'Nothing was sent.' : 'The job was not submitted.'}>
        {refusal === null ? (
          `${formatCount(count, 'field')} ${count === 1 ? 'needs' : 'need'} another look.`
        ) : (
          <code className="break-words text-12">{refusal}</code>
        )}
      </Banner>
    </div>
  );
}

/** Submits one job: fields beside the call they make; an error stands at its field and nothing typed is lost. */
export function SubmitForm({
  queues,
  definitions,
  initial,
  check,
  submit,
}: {
  queues: readonly QueueRow[];
  definitions: readonly DefinitionChoice[];
  initial: Partial<SubmitDraft>;
  check: CheckJob;
  submit: SubmitAction;
}) {
  const { slug } = useConnection();
  const { draft, set, problems, refusal, isSending, send } = useSubmit(initial, check, submit);
  const form = useRef<HTMLFormElement>(null);
  const { job } = useMemo(() => readDraft(draft), [draft]);
  const defined = definitions.find(({ name }) => name === draft.jobDefinition);
  const hasProblems = Object.keys(problems).length > 0;
  useEffect(() => {
    if (hasProblems) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [hasProblems]);
  const fields = { draft, problems, set };
  return (
    <form
      ref={form}
      noValidate
      aria-label="Submit a job"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
      }}
    >
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <Panel title="Submit a job" flush>
          <Refusal refusal={refusal} problems={problems} />
          <WhatSection {...fields} queues={queues} definitions={definitions} />
          <ArraySection {...fields} />
          <OverridesSection {...fields} defined={defined} />
        </Panel>
        <CallPanel job={job} />
      </div>
      <FormFooter job={job} isSending={isSending} slug={slug} />
    </form>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { FileInput } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ActionResult } from '@/lib/access';
import { useConnection } from '../data/connection';
import { useClock, useTimeFrame } from '../data/live';
import { queuesQuery } from '../data/queries';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import { FileDrop, type Sending } from './file-drop';
import { type UploadedWorkload, uploadWorkload } from './upload';
import { draftFor, readWorkloadDraft, type WorkloadDraft, type WorkloadRequest } from './workload-draft';
import { FORMAT_WORD, WorkloadFacts } from './workload-facts';
import { WorkloadOptions } from './workload-options';

/** The action that loads an uploaded workload, as the page is given it. */
export type LoadAction = (input: WorkloadRequest) => Promise<ActionResult<{ jobs: number }>>;

/** What was loaded, for the page to say. */
export interface Loaded {
  workload: UploadedWorkload;
  queue: string;
  jobs: number;
  at: number | null;
}

function useUpload() {
  const [sending, setSending] = useState<Sending | null>(null);
  const [workload, setWorkload] = useState<UploadedWorkload | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const send = async (file: File) => {
    const controller = new AbortController();
    abort.current = controller;
    setProblem(null);
    setSending({ name: file.name, size: file.size, sent: 0 });
    const result = await uploadWorkload(
      file,
      (sent) => setSending({ name: file.name, size: file.size, sent: Math.min(sent, file.size) }),
      controller.signal,
    );
    setSending(null);
    if (result.ok) setWorkload(result.workload);
    else if (!controller.signal.aborted) setProblem(result.message);
  };
  return { sending, workload, problem, send, stop: () => abort.current?.abort(), forget: () => setWorkload(null) };
}

/** Loads once the options are right; else says what is wrong with them, or why it was refused. */
function useLoad(action: LoadAction, onLoaded: (loaded: Loaded) => void) {
  const [showsProblems, setShowsProblems] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isLoading, setLoading] = useState(false);
  const load = async (workload: UploadedWorkload, { request, problems }: ReturnType<typeof readWorkloadDraft>) => {
    setShowsProblems(true);
    setRefusal(null);
    if (Object.keys(problems).length > 0) return;
    setLoading(true);
    const result = await action(request).catch(() => null);
    setLoading(false);
    if (result?.ok === true)
      onLoaded({ workload, queue: request.queue, jobs: result.value.jobs, at: request.at ?? null });
    else setRefusal(result?.error.message ?? 'The portal does not answer; look at Jobs before you load it again.');
  };
  const forgetOutcome = () => {
    setShowsProblems(false);
    setRefusal(null);
  };
  return { showsProblems, refusal, isLoading, load, forgetOutcome };
}

function FileLine({ workload, onOther }: { workload: UploadedWorkload; onOther: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-control border border-dashed border-edge px-3.5 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="break-all font-mono text-13 text-tx0">{workload.fileName}</p>
        <p className="text-12 text-tx2">
          {formatCount(workload.jobs, 'job')}, recognised as {FORMAT_WORD[workload.format]}; sha256{' '}
          <code title={workload.hash}>{workload.hash.slice(0, 8)}…</code>
        </p>
      </div>
      <Button onClick={onOther}>Other file</Button>
    </div>
  );
}

function Footer({
  jobs,
  isLoading,
  onCancel,
  onLoad,
}: {
  /** How many would be loaded; null while there is no file. */
  jobs: number | null;
  isLoading: boolean;
  onCancel: () => void;
  onLoad: () => void;
}) {
  return (
    <>
      <Button size="form" onClick={onCancel} disabled={isLoading}>
        Cancel
      </Button>
      {jobs !== null && (
        <Button size="form" variant="primary" disabled={isLoading} onClick={onLoad}>
          {isLoading ? 'Loading…' : `Load ${formatCount(jobs, 'job')}`}
        </Button>
      )}
    </>
  );
}

/** Loads a workload: the file is sent and read first, then one chooses what is made of it, then it is put on a queue. */
export function LoadWorkloadDialog({
  action,
  onClose,
  onLoaded,
}: {
  action: LoadAction;
  onClose: () => void;
  onLoaded: (loaded: Loaded) => void;
}) {
  const connection = useConnection();
  const frame = useTimeFrame();
  const queues = useQuery(queuesQuery(connection)).data ?? [];
  const { sending, workload, problem, send, stop, forget } = useUpload();
  const [draft, setDraft] = useState<WorkloadDraft | null>(null);
  const { showsProblems, refusal, isLoading, load, forgetOutcome } = useLoad(action, onLoaded);
  const now = useClock()?.now ?? 0;
  const current =
    workload === null ? null : (draft ?? draftFor(workload, queues.length === 1 ? (queues[0]?.name ?? '') : ''));
  const read =
    workload === null || current === null
      ? null
      : readWorkloadDraft(current, workload, connection.slug, now, connection.startAt ?? 0);
  const jobs = read === null || workload === null ? 0 : (read.request.limit ?? workload.jobs);
  const startOver = () => {
    forget();
    setDraft(null);
    forgetOutcome();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isLoading && onClose()}
      title="Load a workload"
      subtitle={`into ${connection.name}, epoch ${connection.epoch}`}
      icon={<FileInput size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      width="wide"
      footerNote={workload === null ? undefined : 'It can’t be taken out again: the log only grows.'}
      footer={
        <Footer
          jobs={workload === null ? null : jobs}
          isLoading={isLoading}
          onCancel={onClose}
          onLoad={() => read !== null && workload !== null && void load(workload, read)}
        />
      }
    >
      {workload === null || current === null || read === null ? (
        <FileDrop sending={sending} problem={problem} onFile={(file) => void send(file)} onStop={stop} />
      ) : (
        <div className="flex flex-col gap-4">
          <FileLine workload={workload} onOther={startOver} />
          {refusal !== null && <Banner tone="bad">{refusal}</Banner>}
          <div className="grid gap-5 lg:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)]">
            <WorkloadFacts workload={workload} limit={jobs} />
            <WorkloadOptions
              workload={workload}
              queues={queues}
              draft={current}
              problems={showsProblems ? read.problems : {}}
              request={read.request}
              now={now}
              frame={frame}
              onChange={(change) => setDraft({ ...current, ...change })}
            />
          </div>
        </div>
      )}
    </Dialog>
  );
}

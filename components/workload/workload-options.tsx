import type { QueueRow } from '@/lib/history';
import { formatNumber } from '../format/number';
import { formatMoment, type TimeFrame } from '../format/time';
import { Checkbox } from '../ui/checkbox';
import { TextField } from '../ui/field';
import { SelectField } from '../ui/select';
import type { UploadedWorkload } from './upload';
import { type DraftProblems, spanOf, type WorkloadDraft, type WorkloadRequest } from './workload-draft';

function WillMake({
  workload,
  request,
  now,
  frame,
}: {
  workload: UploadedWorkload;
  request: WorkloadRequest;
  now: number;
  frame: TimeFrame;
}) {
  const jobs = request.limit ?? workload.jobs;
  const first = request.at ?? now;
  const last = first + spanOf(workload.summary.arrivals, jobs) / (request.timeScale ?? 1);
  return (
    <section aria-label="This will make" className="rounded-control border border-ln2 bg-bg2 px-3.5 py-3 text-13">
      <h3 className="mb-1.5 font-semibold text-tx0">This will make</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="num text-tx3t">1 definition</dt>
        <dd className="min-w-0 break-words text-tx1">
          <code>{workload.name}</code>, with a run time for each job
        </dd>
        <dt className="num text-tx3t">1 input</dt>
        <dd className="text-tx1">in the log, with the file’s hash</dd>
        <dt className="num text-tx3t">{formatNumber(jobs)} jobs</dt>
        <dd className="num whitespace-normal text-tx1">
          from {formatMoment(first, frame)} to about {formatMoment(last, frame)}
        </dd>
        {workload.summary.relayJobs > 0 && jobs === workload.jobs && (
          <>
            <dt className="num text-tx3t">{formatNumber(workload.summary.relayJobs)} relays</dt>
            <dd className="text-tx1">besides, counted apart</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function RunFields({
  draft,
  problems,
  onChange,
}: {
  draft: WorkloadDraft;
  problems: DraftProblems;
  onChange: (change: Partial<WorkloadDraft>) => void;
}) {
  return (
    <>
      <TextField
        label="Time scale"
        hint="arrivals, × faster"
        inputMode="decimal"
        value={draft.timeScale}
        error={problems.timeScale}
        onChange={(event) => onChange({ timeScale: event.target.value })}
      />
      <TextField
        label="Memory, MiB"
        hint="per processor"
        inputMode="numeric"
        value={draft.memory}
        error={problems.memory}
        onChange={(event) => onChange({ memory: event.target.value })}
      />
      <TextField
        label="Attempts"
        hint="where hosts are lost"
        inputMode="numeric"
        value={draft.attempts}
        error={problems.attempts}
        onChange={(event) => onChange({ attempts: event.target.value })}
      />
    </>
  );
}

/** Queue, number, first arrival, time scale, memory and attempts, and what will be made of them. */
export function WorkloadOptions({
  workload,
  queues,
  draft,
  problems,
  request,
  now,
  frame,
  onChange,
}: {
  workload: UploadedWorkload;
  queues: readonly QueueRow[];
  draft: WorkloadDraft;
  problems: DraftProblems;
  request: WorkloadRequest;
  now: number;
  frame: TimeFrame;
  onChange: (change: Partial<WorkloadDraft>) => void;
}) {
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField
          label="Queue"
          options={[{ value: '', label: 'Choose…' }, ...queues.map(({ name }) => ({ value: name, label: name }))]}
          value={draft.queue}
          error={problems.queue}
          onChange={(queue) => onChange({ queue })}
        />
        <TextField
          label="How many"
          hint={`of ${formatNumber(workload.jobs)}`}
          inputMode="numeric"
          value={draft.limit}
          error={problems.limit}
          onChange={(event) => onChange({ limit: event.target.value })}
        />
        <TextField
          label="First job arrives"
          hint="empty: now"
          placeholder="Day 3, 03:15 or +2 h"
          value={draft.firstArrival}
          error={problems.firstArrival}
          onChange={(event) => onChange({ firstArrival: event.target.value })}
        />
        <RunFields draft={draft} problems={problems} onChange={onChange} />
      </div>
      {workload.summary.maxMemoryMib !== null && (
        <Checkbox
          label="Take the file’s memory where it has one"
          checked={draft.takesFileMemory}
          onChange={(takesFileMemory) => onChange({ takesFileMemory })}
        >
          Take the file’s memory where it has one
        </Checkbox>
      )}
      <WillMake workload={workload} request={request} now={now} frame={frame} />
    </div>
  );
}

import { Check, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from '../format/duration';
import { formatCount, formatMemory, formatNumber, formatPercent, formatVcpus } from '../format/number';
import { ArrivalsChart } from './arrivals-chart';
import type { UploadedWorkload } from './upload';

/** The formats by the names people know. */
export const FORMAT_WORD: Readonly<Record<UploadedWorkload['format'], string>> = {
  swf: 'Standard Workload Format',
  wfformat: 'WfFormat of WfCommons',
  alibaba: 'Alibaba’s pod list',
  csv: 'Batchdeck CSV',
};

const SHOWN_USERS = 5;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="shrink-0 text-tx3t">{label}</dt>
      <dd className="num min-w-0 whitespace-normal text-tx0">{children}</dd>
    </div>
  );
}

function Line({ ok, children }: { ok: boolean; children: ReactNode }) {
  const Icon = ok ? Check : TriangleAlert;
  return (
    <li className="flex items-start gap-2 text-13 text-tx1">
      <Icon size={15} strokeWidth={1.75} className={`mt-0.5 shrink-0 ${ok ? 'text-okt' : 'text-warn'}`} aria-hidden />
      <span className="num whitespace-normal">{children}</span>
    </li>
  );
}

function UsersTable({ summary }: { summary: UploadedWorkload['summary'] }) {
  const others = summary.users.slice(SHOWN_USERS).reduce((sum, user) => sum + user.jobs, 0);
  return (
    <table className="w-full text-13" aria-label="Jobs by user">
      <tbody>
        {summary.users.slice(0, SHOWN_USERS).map((user) => (
          <tr key={user.name} className="h-7 border-t border-ln2">
            <td className="font-mono text-12 text-tx1">{user.name}</td>
            <td className="num text-right text-tx0">{formatNumber(user.jobs)}</td>
            <td className="num w-16 text-right text-tx2">{formatPercent(user.jobs, summary.jobs)}</td>
          </tr>
        ))}
        {others > 0 && (
          <tr className="h-7 border-t border-ln2 text-tx2">
            <td>{formatNumber(summary.users.length - SHOWN_USERS)} others</td>
            <td className="num text-right">{formatNumber(others)}</td>
            <td className="num w-16 text-right">{formatPercent(others, summary.jobs)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** What an uploaded file holds, before anything is made of it. */
export function WorkloadFacts({ workload, limit }: { workload: UploadedWorkload; limit: number }) {
  const { summary } = workload;
  const range =
    summary.minMilliVcpus === summary.maxMilliVcpus
      ? `${formatVcpus(summary.minMilliVcpus)} vCPU`
      : `${formatVcpus(summary.minMilliVcpus)} – ${formatVcpus(summary.maxMilliVcpus)} vCPU, mostly ${formatVcpus(summary.modeMilliVcpus)}`;
  return (
    <div className="flex flex-col gap-4">
      <h3 className="text-13 font-semibold text-tx0">What it holds</h3>
      <ArrivalsChart workload={workload} limit={limit} />
      <dl className="grid gap-x-5 gap-y-1.5 text-13 md:grid-cols-2">
        <Fact label="Jobs">{formatNumber(summary.jobs)}</Fact>
        <Fact label="Users">{summary.users.length === 0 ? 'not recorded' : formatNumber(summary.users.length)}</Fact>
        <Fact label="Asks">{range}</Fact>
        <Fact label="Runs">
          median {formatDuration(summary.medianRunMs)}, to {formatDuration(summary.maxRunMs)}
        </Fact>
        <Fact label="Span">{formatDuration(summary.spanMs)}</Fact>
        <Fact label="Work">{formatNumber(summary.vcpuHours)} vCPU-hours</Fact>
        {summary.maxMemoryMib !== null && <Fact label="Memory">to {formatMemory(summary.maxMemoryMib)}</Fact>}
        {summary.dependencies > 0 && (
          <Fact label="Dependencies">
            {formatNumber(summary.dependencies)}, at most {formatNumber(summary.maxParents)} for one job
          </Fact>
        )}
      </dl>
      <ul className="flex flex-col gap-1.5">
        <Line ok>{formatCount(summary.jobs, 'row')} read; none is dropped.</Line>
        {summary.relayJobs > 0 && (
          <Line ok>
            {formatCount(summary.relayJobs, 'relay job')} keep every fan-in within 20; they are counted apart.
          </Line>
        )}
        {summary.zeroRunJobs > 0 && (
          <Line ok={false}>{formatCount(summary.zeroRunJobs, 'job')} with a run time of 0 or less: they run 0 s.</Line>
        )}
        {summary.outsideDependencies > 0 && (
          <Line ok={false}>
            {formatCount(summary.outsideDependencies, 'dependency', 'dependencies')} on jobs that the file does not
            hold: left out.
          </Line>
        )}
        {summary.gpuJobs > 0 && (
          <Line ok={false}>
            {formatCount(summary.gpuJobs, 'job')} ask for GPUs: the queue needs types that have them.
          </Line>
        )}
      </ul>
      {summary.users.length > 0 && <UsersTable summary={summary} />}
    </div>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { isServiceJob, isTerminal, type JobStatus, WAITING_STATUSES } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { jobQuery } from '../data/queries';
import { formatMoney, parseNanoUsd } from '../format/money';
import { type KeyActs, useKeys } from '../keys/use-keys';
import { activityAct } from '../resource-acts/act';
import { ActButtons } from '../resource-acts/act-buttons';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { STATE_WORD, StatusGlyph } from '../ui/status';
import { type TabItem, Tabs } from '../ui/tabs';
import { UserText } from '../ui/user-text';
import { Tag } from '../ui/verdict';
import { AttemptsGantt, NodesGantt } from './attempts-gantt';
import { ChargesPanel } from './charges-panel';
import { ChildrenPanel } from './children-panel';
import { DependenciesPanel } from './dependencies-panel';
import { AttemptsPanel, TransitionsPanel } from './history-panel';
import type { JobActions } from './job-acts';
import { JobFacts } from './job-facts';
import { nameWords } from './job-outcome';
import { jobAnswer } from './job-sentence';
import { JsonPanel } from './json-panel';
import { LogViewer } from './log-viewer';
import { NodesPanel } from './nodes-panel';
import { readFailure } from './read-failure';
import { ServiceRequest } from './service-request';
import { useJobActs } from './use-job-acts';
import { WhyPanel } from './why-panel';

type TabName = 'children' | 'nodes' | 'log' | 'why' | 'attempts' | 'dependencies' | 'request' | 'json';

const waits = (status: JobStatus) => (WAITING_STATUSES as readonly JobStatus[]).includes(status);

/** The tab that answers the question of this kind of job in this state. */
function defaultTab(page: Pick<JobPage, 'job' | 'attempts' | 'nodes'>): TabName {
  if (page.job.array !== null) return 'children';
  if (waits(page.job.status)) return 'why';
  if (isServiceJob(page.job)) return 'attempts';
  return page.nodes.length > 0 ? 'nodes' : 'log';
}

/** The tab that says why a job waits or waited, as the address has it (null by default); none for an array's parent. */
function whyTab(page: JobPage): 'why' | null | undefined {
  if (page.job.array !== null) return undefined;
  return defaultTab(page) === 'why' ? null : 'why';
}

function Together({ page, now, first }: { page: JobPage; now: number; first: 'log' | 'why' }) {
  const log = <LogViewer job={page.job.id} attempts={page.attempts} hasEnded={isTerminal(page.job.status)} />;
  return (
    <div className="flex flex-col gap-3">
      {first === 'log' ? log : <WhyPanel page={page} now={now} />}
      {page.nodes.length > 0 ? (
        <NodesGantt page={page} now={now} />
      ) : (
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,2.1fr)_minmax(0,1fr)]">
          <AttemptsGantt page={page} now={now} />
          <ChargesPanel page={page} />
        </div>
      )}
      {first === 'why' && page.attempts.length > 0 && log}
    </div>
  );
}

function attemptsTab(page: JobPage, now: number): TabItem<TabName> {
  return {
    value: 'attempts',
    label: 'Attempts',
    note: String(page.attempts.length),
    content: (
      <div className="flex flex-col gap-3">
        <AttemptsGantt page={page} now={now} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
          <AttemptsPanel page={page} />
          <TransitionsPanel page={page} />
        </div>
      </div>
    ),
  };
}

/** A service job has no container, so no log, and Batch lets it depend on nothing. */
function serviceTabs(page: JobPage, now: number): TabItem<TabName>[] {
  const why: TabItem<TabName> = { value: 'why', label: 'Waiting', content: <WhyPanel page={page} now={now} /> };
  const attempts = attemptsTab(page, now);
  return [
    ...(defaultTab(page) === 'why' ? [why, attempts] : [attempts, why]),
    { value: 'request', label: 'Request', content: <ServiceRequest page={page} /> },
    { value: 'json', label: 'JSON', content: <JsonPanel page={page} /> },
  ];
}

function tabsOf(page: JobPage, now: number, actions: JobActions): TabItem<TabName>[] {
  if (isServiceJob(page.job)) return serviceTabs(page, now);
  const isArray = page.job.array !== null;
  const first = defaultTab(page);
  const nodes: TabItem<TabName>[] =
    page.nodes.length === 0
      ? []
      : [
          {
            value: 'nodes',
            label: 'Nodes',
            note: page.nodes.length.toLocaleString('en-US'),
            content: (
              <div className="flex flex-col gap-3">
                <NodesPanel page={page} now={now} />
                <NodesGantt page={page} now={now} />
              </div>
            ),
          },
        ];
  const log: TabItem<TabName> = {
    value: 'log',
    label: 'Log',
    ...(page.job.status === 'RUNNING' && { note: 'live' }),
    content: <Together page={page} now={now} first="log" />,
  };
  const why: TabItem<TabName> = {
    value: 'why',
    label: 'Waiting',
    content: <Together page={page} now={now} first="why" />,
  };
  const links = page.dependsOn.length + page.dependents.length;
  const tabs: TabItem<TabName>[] = isArray
    ? [
        {
          value: 'children',
          label: 'Children',
          note: page.job.array?.size.toLocaleString('en-US') ?? '',
          content: <ChildrenPanel job={page.job} actions={actions} />,
        },
      ]
    : [...(first === 'why' ? [why, ...nodes, log] : [...nodes, log, why]), attemptsTab(page, now)];
  if (isArray) tabs.push({ value: 'attempts', label: 'Transitions', content: <TransitionsPanel page={page} /> });
  return [
    ...tabs,
    {
      value: 'dependencies',
      label: 'Dependencies',
      ...(links > 0 && { note: String(links) }),
      content: <DependenciesPanel page={page} />,
    },
    { value: 'json', label: 'JSON', content: <JsonPanel page={page} /> },
  ];
}

function Headline({ page, now }: { page: JobPage; now: number }) {
  const { job } = page;
  const { name, mark } = nameWords({ ...job, array: null });
  const shown = job.array?.shown ?? job.status;
  const answer = jobAnswer(page, now);
  const ink = answer.tone === 'failed' ? 'text-badt' : answer.tone === 'waits' ? 'text-warn' : 'text-tx1';
  const cost = parseNanoUsd(job.costNanoUsd);
  return (
    <div className="min-w-0 flex-1">
      <h1 className="flex min-w-0 flex-wrap items-center gap-2.5 text-21 font-semibold text-tx0">
        <StatusGlyph state={shown} label={STATE_WORD[shown]} size={14} />
        <span className="min-w-0 break-words [overflow-wrap:anywhere]">
          {name} {mark}
        </span>
        <CopyButton text={job.id} label="Copy the id" />
        {job.array !== null && <Tag>array of {job.array.size.toLocaleString('en-US')}</Tag>}
        {page.nodes.length > 0 && <Tag>{page.nodes.length.toLocaleString('en-US')} nodes</Tag>}
        {isServiceJob(job) && <Tag>service job</Tag>}
        {job.isRelay && <Tag>relay</Tag>}
      </h1>
      <p className="num whitespace-normal text-13 text-tx2">
        <bdi className={ink}>{answer.text}</bdi>{' '}
        {answer.lost !== null && (
          <>
            <StatusGlyph state="INTERRUPTED" size={11} className="inline-block align-[-1px]" /> {answer.lost}{' '}
          </>
        )}
        {(job.array !== null || page.nodes.length > 0) &&
          cost !== null &&
          `${formatMoney(cost)}${isTerminal(job.status) ? '' : ' so far'}.`}
      </p>
      {job.statusReason !== null && isTerminal(job.status) && (
        <code className="block break-words text-12 text-tx3t">
          <UserText text={job.statusReason} />
        </code>
      )}
    </div>
  );
}

/** One job: what it does or why not, then the evidence. Lives; `id` is known to have been recorded. */
export function JobBoard({ id, actions }: { id: string; actions: JobActions }) {
  const connection = useConnection();
  const query = useQuery(jobQuery(connection, id));
  const [asked, setTab] = useQueryState('tab', parseAsString);
  const { actsOf, dialog } = useJobActs(actions);
  const clock = useNow(1000);
  const page = query.data;
  const waitingTab = page === undefined ? undefined : whyTab(page);
  const showWhy = useMemo(
    (): KeyActs => (waitingTab === undefined ? {} : { why: () => void setTab(waitingTab) }),
    [waitingTab, setTab],
  );
  useKeys(showWhy);
  const failed = readFailure('This job', query);
  if (page === undefined) {
    return (
      <Panel title="Job" error={failed}>
        <p className="text-13 text-tx2">{failed === null ? 'Reading…' : 'Nothing could be read yet.'}</p>
      </Panel>
    );
  }
  const now = Math.max(clock ?? 0, page.job.createdAt);
  const tabs = tabsOf(page, now, actions);
  const tab = tabs.find(({ value }) => value === asked)?.value ?? defaultTab(page);
  const acts = [...actsOf([page.job], null, true), activityAct(connection.slug, `job ${page.job.id}`)];
  return (
    <>
      <div className="mb-1 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <Headline page={page} now={now} />
        <div className="flex items-center gap-2 max-md:w-full max-md:[&>span>button:first-child]:flex-1">
          <ActButtons name={page.job.name} acts={acts} shown={waits(page.job.status) ? 2 : 1} />
        </div>
      </div>
      {failed !== null && (
        <p role="alert" className="mb-2 text-12 text-warn">
          {failed.title} What you see is the last that was read. {failed.detail}
        </p>
      )}
      <Tabs
        label="About this job"
        items={tabs}
        value={tab}
        onChange={(next) => void setTab(next === defaultTab(page) ? null : next)}
        aside={<JobFacts page={page} slug={connection.slug} />}
      />
      {dialog}
    </>
  );
}

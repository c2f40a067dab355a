'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsInteger, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { visibleText } from '@/lib/batch';
import type { DefinitionPage, RevisionRow } from '@/lib/history';
import { DiffPanel } from '../changes/diff-panel';
import { useConnection } from '../data/connection';
import { formatCount } from '../format/number';
import { codeOf, readFailure } from '../jobs/read-failure';
import { ActButtons } from '../resource-acts/act-buttons';
import { ButtonLink } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { Tag } from '../ui/verdict';
import { definitionQuery, documentsQuery } from './definition-queries';
import {
  chosenRevisions,
  definitionSentence,
  endedOf,
  jobsOf,
  REVISION_MEMBERS,
  unusedRevisions,
} from './definition-words';
import type { DeregisterAction, DeregisterPlan } from './deregister';
import { DefinitionEffect } from './effect-panel';
import { factTags } from './fact-tags';
import { lintDefinition } from './lint-definition';
import { RevisionsChart } from './revisions-chart';
import { RevisionsList } from './revisions-list';
import { useDefinitionActs } from './use-definition-acts';
import { UsersPanel } from './users-panel';

const DeregisterDialog = dynamic(() => import('./deregister').then((module) => module.DeregisterDialog), {
  ssr: false,
});

function planFor(name: string, revisions: readonly RevisionRow[], typed: boolean): DeregisterPlan {
  const used = revisions.filter((revision) => jobsOf(revision) > 0);
  return {
    definitions: revisions.map((revision) => `${name}:${revision.revision}`),
    waiting: revisions.reduce((sum, revision) => sum + revision.waiting, 0),
    running: revisions.reduce((sum, revision) => sum + revision.running, 0),
    used: used.map((revision) => ({
      label: `${name}:${revision.revision}`,
      note: `${formatCount(endedOf(revision), 'job')} ended, ${formatCount(revision.waiting + revision.running, 'job')} alive`,
    })),
    ...(typed && used.length > 0 && { typed: name }),
  };
}

function Header({
  page,
  b,
  onDeregister,
}: {
  page: DefinitionPage;
  b: RevisionRow | null;
  onDeregister: (plan: DeregisterPlan) => void;
}) {
  const { actsOf, deregisterAct } = useDefinitionActs();
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2.5">
        <h1 className="min-w-0 break-words text-21 font-semibold text-tx0">{page.name}</h1>
        {b !== null && <CopyButton text={b.arn} label={`Copy the ARN of revision ${b.revision}`} />}
        {b?.document != null && factTags(b.document).map((word) => <Tag key={word}>{word}</Tag>)}
        {b !== null && (
          <Tag tone={b.status === 'ACTIVE' ? 'ok' : 'warn'} icon={b.status === 'ACTIVE'}>
            revision {b.revision} {b.status === 'ACTIVE' ? 'active' : 'deregistered'}
          </Tag>
        )}
        <span className="ml-auto flex flex-wrap gap-2">
          {b !== null && (
            <ActButtons
              name={page.name}
              acts={actsOf(
                { name: page.name, revision: b.revision, status: b.status },
                deregisterAct(`Deregister ${b.revision}…`, b.status === 'ACTIVE', () =>
                  onDeregister(planFor(page.name, [b], false)),
                ),
              )}
              shown={2}
            />
          )}
        </span>
      </div>
      <p className="text-13 text-tx2">{definitionSentence(page)}</p>
    </div>
  );
}

/** The two chosen revisions with their documents, read where the page did not bring them. */
function useDocuments(name: string, a: RevisionRow | null, b: RevisionRow | null) {
  const missing = [a, b].flatMap((one) => (one !== null && one.document === null ? [one.revision] : []));
  const query = useQuery({ ...documentsQuery(useConnection(), name, missing), enabled: missing.length > 0 });
  const documentOf = (one: RevisionRow | null) =>
    one === null
      ? null
      : (one.document ?? query.data?.find((found) => found.revision === one.revision)?.document ?? null);
  return { before: documentOf(a), after: documentOf(b), isReading: missing.length > 0 && query.data === undefined };
}

function Comparison({ name, a, b }: { name: string; a: RevisionRow | null; b: RevisionRow }) {
  const { before, after, isReading } = useDocuments(name, a, b);
  const notes = useMemo(() => (after === null ? [] : lintDefinition(after)), [after]);
  if (isReading) {
    return (
      <Panel title={visibleText(name)} flush>
        <SkeletonRows rows={8} columns={1} label="Reading the revisions" />
      </Panel>
    );
  }
  return (
    <DiffPanel
      title={name}
      label={a === null ? `Revision ${b.revision}` : `Revision ${a.revision} against ${b.revision}`}
      a={{ label: a === null ? 'nothing' : String(a.revision), document: before }}
      b={{ label: String(b.revision), document: after }}
      ignore={REVISION_MEMBERS}
      notes={notes}
    />
  );
}

/** A definition: what its newest revision changed, and whether it helped. */
export function DefinitionBoard({ name, deregister }: { name: string; deregister: DeregisterAction }) {
  const connection = useConnection();
  const query = useQuery(definitionQuery(connection, name));
  const [asked, setAsked] = useQueryStates({ from: parseAsInteger, revision: parseAsInteger });
  const [plan, setPlan] = useState<DeregisterPlan | null>(null);
  const page = query.data;
  const failed = readFailure('This definition', query);
  if (page === undefined) {
    if (codeOf(query.error) === 'not-found') return <DefinitionGone name={name} slug={connection.slug} />;
    return (
      <Panel title={visibleText(name)} flush error={failed}>
        {failed === null ? <SkeletonRows rows={8} label="Reading the definition" /> : <div className="h-4" />}
      </Panel>
    );
  }
  const { a, b } = chosenRevisions(page.revisions, asked);
  return (
    <div className="flex flex-col gap-3">
      <Header page={page} b={b} onDeregister={setPlan} />
      {failed !== null && (
        <p role="alert" className="text-12 text-warn">
          {failed.title} What you see is the last that was read.
        </p>
      )}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,300px)_minmax(0,1fr)_minmax(0,310px)]">
        <RevisionsList
          page={page}
          a={a}
          b={b}
          onChoose={(choice) => void setAsked(choice)}
          onCleanUp={() => setPlan(planFor(name, unusedRevisions(page), false))}
        />
        {b !== null && <Comparison name={name} a={a} b={b} />}
        <div className="flex min-w-0 flex-col gap-3">
          {b !== null && (
            <DefinitionEffect name={name} revisions={a === null ? [b.revision] : [a.revision, b.revision]} />
          )}
          <UsersPanel page={page} slug={connection.slug} />
        </div>
      </div>
      <RevisionsChart name={name} />
      {plan !== null && <DeregisterDialog plan={plan} action={deregister} onClose={() => setPlan(null)} />}
    </div>
  );
}

/** A definition that was never recorded here. */
export function DefinitionGone({ name, slug }: { name: string; slug: string }) {
  return (
    <Panel title="Not found" flush>
      <EmptyState
        title="There is no such definition here."
        action={<ButtonLink href={`/${slug}/definitions`}>All definitions</ButtonLink>}
      >
        <code className="break-all text-12">{visibleText(name.slice(0, 128))}</code> never was registered in this
        connection.
      </EmptyState>
    </Panel>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { definitionCall, type JsonObject } from '@/lib/forms';
import { diffDocuments } from '../changes/diff-documents';
import { DocumentDiffView } from '../changes/document-diff-view';
import { useConnection } from '../data/connection';
import { readJson } from '../data/read';
import { EditFrame } from '../edit/edit-frame';
import { useEdit } from '../edit/edit-state';
import type { ProblemsOf } from '../edit/use-call';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { showToast } from '../ui/toast';
import { Banner } from '../ui/verdict';
import { definitionChecks, type KnownDefinitions } from './definition-checks';
import { DefinitionFields } from './definition-fields';

/** The action that registers a definition, as the page hands it over. */
export type RegisterAction = (input: {
  connection: string;
  call: string;
  basedOn?: number;
}) => Promise<ActionResult<{ name: string; revision: number; recorded: boolean }>>;

/** What the form begins from. */
export interface DefinitionStart {
  initial: JsonObject;
  /** `name:revision` it was filled from. */
  from: string | null;
  /** Set where this is the next revision of a name: the newest that was there when the page was opened. */
  revises: { name: string; newest: number } | null;
}

/** What the revision to come changes against the one it was filled from. */
function RevisionDiff({ before, title }: { before: JsonObject; title: string }) {
  const { document } = useEdit();
  const { lines, changes } = useMemo(() => diffDocuments(before, document), [before, document]);
  return (
    <Panel title={title} flush>
      {changes.length === 0 ? (
        <p className="px-3.5 py-3 text-13 text-tx2">Nothing is changed yet.</p>
      ) : (
        <DocumentDiffView lines={lines} label={title} />
      )}
    </Panel>
  );
}

/** Somebody registered a revision meanwhile: both versions, and the two ways on. */
function Meanwhile({
  name,
  revision,
  theirs,
  message,
  onKeep,
}: {
  name: string;
  revision: number;
  theirs: JsonObject;
  message: string;
  onKeep: (theirs: JsonObject | null) => void;
}) {
  const { document, setText } = useEdit();
  const { lines } = useMemo(() => diffDocuments(theirs, document), [theirs, document]);
  const take = () => {
    setText(JSON.stringify(theirs, null, 2));
    onKeep(theirs);
  };
  return (
    <section aria-label="Two versions" className="flex flex-col gap-2">
      <Banner
        tone="warn"
        title={message}
        action={
          <span className="flex shrink-0 flex-wrap gap-2">
            <Button size="panel" variant="primary" onClick={take}>
              Take theirs
            </Button>
            <Button size="panel" onClick={() => onKeep(null)}>
              Keep mine
            </Button>
          </span>
        }
      >
        Nothing was registered. Beneath: their revision {revision} against yours.
      </Banner>
      <div className="rounded-panel border border-ln2 bg-bg1">
        <DocumentDiffView lines={lines} label={`Revision ${revision} of ${name} against yours`} />
      </div>
    </section>
  );
}

interface Theirs {
  revision: number;
  call: JsonObject;
  message: string;
}

/** The newest revision of a name, read again after a refusal. */
async function readTheirs(slug: string, epoch: number, name: string, message: string): Promise<Theirs | null> {
  const page = await readJson<{ revisions: { revision: number; document: object | null }[] }>(
    slug,
    `definitions/${encodeURIComponent(name)}`,
    { epoch },
  );
  const [newest] = page.revisions;
  if (newest?.document == null) return null;
  return { revision: newest.revision, call: definitionCall(newest.document, name), message };
}

const WORDS = {
  revise: { submit: 'Register revision', sending: 'Registering…', before: 'Before you register' },
  fresh: { submit: 'Register definition', sending: 'Registering…', before: 'Before you register' },
} as const;

const loadProblems = async (): Promise<ProblemsOf> => {
  const { registerJobDefinitionProblems } = await import('@/lib/forms');
  return (shapes, document) => registerJobDefinitionProblems(shapes, document);
};

/** What somebody else registered since the page was opened, once a refusal told of it. */
function useTheirs(revises: DefinitionStart['revises']) {
  const { slug, epoch } = useConnection();
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const onFailure = (failure: ActionFailure) => {
    if (failure.code !== 'conflict' || revises === null) return false;
    void readTheirs(slug, epoch, revises.name, failure.message).then(setTheirs, () =>
      showToast({ kind: 'refused', title: 'The other revision could not be read.', detail: failure.message }),
    );
    return true;
  };
  return { theirs, setTheirs, onFailure };
}

/** The form of a definition: a new one, the next revision of one, or one made from another. */
export function DefinitionForm({
  start,
  known,
  register,
}: {
  start: DefinitionStart;
  known: KnownDefinitions;
  register: RegisterAction;
}) {
  const { slug } = useConnection();
  const router = useRouter();
  const { initial, from, revises } = start;
  const [newest, setNewest] = useState(revises?.newest ?? null);
  const { theirs, setTheirs, onFailure } = useTheirs(revises);
  const words = revises === null ? WORDS.fresh : WORDS.revise;
  const back = revises === null ? `/${slug}/definitions` : `/${slug}/definitions/${encodeURIComponent(revises.name)}`;
  return (
    <EditFrame
      operation="RegisterJobDefinition"
      words={{
        title: revises === null ? 'New job definition' : `Revision ${(newest ?? 0) + 1} of ${revises.name}`,
        note: from === null ? undefined : `filled from ${from}`,
        ...words,
      }}
      initial={initial}
      version={newest === null ? null : String(newest)}
      loadProblems={loadProblems}
      draftKey={
        from === null ? 'definitions/new' : `definitions/new?from=${from}&${revises === null ? 'clone' : 'revise'}`
      }
      checks={(outcome, problems) => definitionChecks(outcome, known, revises?.name ?? null, problems)}
      aside={from === null ? undefined : <RevisionDiff before={initial} title={`Against ${from}`} />}
      summary={() =>
        revises === null
          ? 'Registers 1 definition. Costs nothing: jobs do.'
          : `Registers revision ${(newest ?? 0) + 1}. Jobs that wait or run keep the revision they were submitted with.`
      }
      blocked={() => (theirs === null ? null : 'Settle the two versions first.')}
      cancelHref={back}
      submit={(call) => register({ connection: slug, call, ...(newest !== null && { basedOn: newest }) })}
      onFailure={onFailure}
      notice={() =>
        theirs === null || revises === null ? null : (
          <Meanwhile
            name={revises.name}
            {...theirs}
            theirs={theirs.call}
            onKeep={() => {
              setNewest(theirs.revision);
              setTheirs(null);
            }}
          />
        )
      }
      onDone={({ name, revision }) => {
        showToast({ title: `${name}:${revision} is registered.` });
        router.push(`/${slug}/definitions/${encodeURIComponent(name)}`);
      }}
    >
      <DefinitionFields
        locked={revises === null ? undefined : 'A revision keeps the name: clone it to give it another.'}
      />
    </EditFrame>
  );
}

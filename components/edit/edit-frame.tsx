'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { type FormOperation, type JsonObject, jsonText, type Problem } from '@/lib/forms';
import { useAccess } from '../access/access';
import { useConnection } from '../data/connection';
import { classNames } from '../ui/class-names';
import { CallPanel } from './call-panel';
import { type Check, ChecksPanel } from './checks-panel';
import { type Draft, draftKeyOf } from './drafts';
import { EditFooter } from './edit-footer';
import { EditHeader } from './edit-header';
import { EditProvider } from './edit-state';
import { FailureBanner, UNREACHABLE } from './failure-banner';
import { type ProblemsOf, useCall } from './use-call';
import { useDraft } from './use-draft';
import { usePastedCall } from './use-pasted-call';

/** What a form is of: `Create`, `environment`. The button says both. */
export interface EditWords {
  title: string;
  /** Beside the title: `cloned from ml-g6-spot`. */
  note?: string | undefined;
  /** The button: verb and object. */
  submit: string;
  /** While it is sent. */
  sending: string;
  /** The panel of checks: `Before you create`. */
  before: string;
}

export interface EditFrameProps<Value> {
  operation: FormOperation;
  words: EditWords;
  /** The call as it begins: the SDK's input document. */
  initial: JsonObject;
  /** An edit's starting point in the call's own terms: the call then holds only what is changed. */
  base?: JsonObject | null;
  /** Members that AWS replaces as one, in an edit: `computeResources.launchTemplate`. */
  wholes?: readonly string[];
  /** The version an edit starts from; it is kept with the draft. */
  version?: string | null;
  /** The rules, loaded behind the first paint: the same that the server action runs. */
  loadProblems: () => Promise<ProblemsOf>;
  /** Where the draft is kept, within the person and the connection: `environments/new`. */
  draftKey: string;
  /** The fields: they use `useEdit` and the parts of edit-fields. */
  children: ReactNode;
  /** What can really be checked before anything is sent; `outcome` is the whole that the call comes to. */
  checks?: (outcome: JsonObject, problems: readonly Problem[]) => readonly Check[];
  /** Beneath the checks: a quote, a forecast. */
  aside?: ReactNode;
  /** At the left of the footer: what this will do, in a sentence. */
  summary: (outcome: JsonObject, document: JsonObject) => ReactNode;
  /** Why nothing can be sent now (nothing changed, not permitted), or null. */
  blocked?: (document: JsonObject) => string | null;
  cancelHref: string;
  /** Sends the call, as JSON text. */
  submit: (call: string) => Promise<ActionResult<Value>>;
  onDone: (value: Value) => void;
  /** Shown over the form: a conflict. Gets the call as it is. */
  notice?: ((document: JsonObject) => ReactNode) | undefined;
  /** Told of a refusal that the form itself can answer, such as a conflict; true where it was taken care of. */
  onFailure?: (failure: ActionFailure) => boolean;
  /** A draft that was begun on another version than `version`. */
  onOldDraft?: (draft: Draft) => void;
}

/**
 * The frame of every form: fields beside the call they make, both one state; checks; a footer that stays in sight. What is
 * typed is kept as a draft in the browser, over errors, reloads and the end of a session.
 */
export function EditFrame<Value>(props: EditFrameProps<Value>) {
  const { operation, words, initial, version = null, submit, onDone, onFailure, onOldDraft } = props;
  const { slug } = useConnection();
  const { user } = useAccess();
  const router = useRouter();
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const base = props.base ?? null;
  const call = useCall({ operation, initial, base, wholes: props.wholes, isSending, loadProblems: props.loadProblems });
  const { state } = call;
  const draftKey = draftKeyOf(user.id, slug, props.draftKey);
  const onFound = (found: Draft) => {
    state.setText(found.text);
    if (found.version !== version) onOldDraft?.(found);
  };
  const { draft, discard } = useDraft(draftKey, state.text, jsonText(initial), version, onFound);
  usePastedCall(operation, state.shapes, state.setText);

  const focusProblem = useCallback((problems: readonly Problem[]) => {
    const fields = [...(form.current?.querySelectorAll<HTMLElement>('[data-path]') ?? [])];
    const field = fields.find(({ dataset }) => problems.some(({ path }) => path === dataset.path));
    const control = field?.matches('input, textarea, button')
      ? field
      : field?.querySelector<HTMLElement>('input, textarea, button');
    control?.focus();
  }, []);
  const [isTried, setTried] = useState(0);
  const problems = useRef(call.all);
  problems.current = call.all;
  useEffect(() => {
    if (isTried > 0) focusProblem(problems.current);
  }, [isTried, focusProblem]);

  const send = async () => {
    if (isSending || !state.read.ok) return;
    call.tryAll();
    if (call.all.length > 0) {
      setTried((times) => times + 1);
      return;
    }
    if ((props.blocked?.(state.document) ?? null) !== null) return;
    setSending(true);
    const result = await submit(jsonText(state.document)).catch(() => UNREACHABLE);
    setSending(false);
    if (result.ok) {
      discard();
      onDone(result.value);
      router.refresh();
      return;
    }
    setFailure(onFailure?.(result.error) === true ? null : result.error);
  };
  const startAgain = () => {
    state.setText(jsonText(initial));
    setFailure(null);
  };
  return (
    <EditProvider value={state}>
      <form
        ref={form}
        noValidate
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
      >
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(360px,42%)] xl:grid-cols-[minmax(0,1fr)_minmax(0,36%)]">
          <div className="flex min-w-0 flex-col gap-3">
            {props.notice?.(state.document)}
            <section aria-label={words.title} className="min-w-0 rounded-panel border border-ln2 bg-bg1">
              <EditHeader words={words} draft={draft} onDiscard={startAgain} />
              <div className={classNames(!state.read.ok && 'opacity-100')}>{props.children}</div>
            </section>
            {failure !== null && <FailureBanner failure={failure} draft={draft} />}
          </div>
          <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-16">
            <CallPanel onSend={() => void send()} />
            {props.checks !== undefined && (
              <ChecksPanel title={words.before} checks={props.checks(call.outcome, call.all)} />
            )}
            {props.aside}
          </div>
        </div>
        <EditFooter
          summary={props.summary(call.outcome, state.document)}
          words={words}
          isSending={isSending}
          blocked={state.read.ok ? (props.blocked?.(state.document) ?? null) : 'The call is no JSON yet.'}
          cancelHref={props.cancelHref}
        />
      </form>
    </EditProvider>
  );
}

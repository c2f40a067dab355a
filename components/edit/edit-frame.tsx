'use client';

import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { type FormOperation, type JsonObject, jsonText, type Problem } from '@/lib/forms';
import { useAccess } from '../access/access';
import { useConnection } from '../data/connection';
import { CallPanel } from './call-panel';
import { type Check, ChecksPanel } from './checks-panel';
import { type Draft, draftKeyOf } from './drafts';
import { EditFooter } from './edit-footer';
import { EditHeader } from './edit-header';
import { EditProvider } from './edit-state';
import type { EditWords } from './edit-words';
import { FailureBanner } from './failure-banner';
import { type ProblemsOf, useCall } from './use-call';
import { useDraft } from './use-draft';
import { useFieldInFocus } from './use-field-in-focus';
import { usePastedCall } from './use-pasted-call';
import { useSendWithoutFocus } from './use-send-without-focus';
import { useSending } from './use-sending';

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
  /** What can really be checked before anything is sent; `outcome` is the whole that `call` comes to, over an edit's `base`. */
  checks?: (outcome: JsonObject, problems: readonly Problem[], call: JsonObject, base: JsonObject) => readonly Check[];
  /** Beneath the checks: a quote, a forecast. */
  aside?: ReactNode;
  /** At the left of the footer: what this will do, in a sentence. */
  summary: (outcome: JsonObject, document: JsonObject) => ReactNode;
  /** The button's words where they depend on the call: `Submit 3 jobs`. */
  submitWords?: (outcome: JsonObject) => string;
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

/** What the frame keeps: the call, its draft, and how it is sent. */
function useEditFrame<Value>(props: EditFrameProps<Value>) {
  const { operation, initial, version = null, base = null } = props;
  const { slug } = useConnection();
  const { user, readOnly } = useAccess();
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { wholes, loadProblems } = props;
  const call = useCall({ operation, initial, base, wholes, loadProblems });
  const { state } = call;
  const onFound = (found: Draft) => {
    state.setText(found.text);
    if (found.version !== version) props.onOldDraft?.(found);
  };
  const draftKey = draftKeyOf(user.id, slug, props.draftKey);
  const { draft, discard } = useDraft(draftKey, state.text, jsonText(initial), version, onFound);
  usePastedCall(operation, state.shapes, state.setText);
  const blocked = readOnly ?? (state.read.ok ? (props.blocked?.(state.document) ?? null) : 'The call is no JSON yet.');
  const { send, failure, clear } = useSending({
    form,
    state,
    problems: call.all,
    isChecked: call.rules !== 'loading',
    tryAll: call.tryAll,
    blocked,
    isSending,
    setSending,
    submit: props.submit,
    onFailure: props.onFailure,
    onDone: (value) => {
      discard();
      props.onDone(value);
    },
  });
  const startAgain = () => {
    state.setText(jsonText(initial));
    clear();
  };
  return { form, call, state, draft, blocked, isSending, send, failure, startAgain };
}

/**
 * The frame of every form: fields beside the call they make, both one state; checks; a footer that stays in sight. What is
 * typed is kept as a draft in the browser, over errors, reloads and the end of a session.
 */
export function EditFrame<Value>(props: EditFrameProps<Value>) {
  const { words } = props;
  useFieldInFocus();
  const { form, call, state, draft, blocked, isSending, send, failure, startAgain } = useEditFrame(props);
  useSendWithoutFocus(send);
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
        onKeyDown={(event) => sendByKey(event, send)}
      >
        <div className={COLUMNS}>
          <div className="flex min-w-0 flex-col gap-3">
            {props.notice?.(state.document)}
            <section aria-label={words.title} className="min-w-0 rounded-panel border border-ln2 bg-bg1">
              <EditHeader words={words} draft={draft} onDiscard={startAgain} />
              {!state.read.ok && <InertNote />}
              {props.children}
            </section>
            {failure !== null && <FailureBanner failure={failure} draft={draft} />}
          </div>
          <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-16">
            <CallPanel onSend={() => void send()} />
            {props.checks !== undefined && (
              <ChecksPanel
                title={words.before}
                rules={call.rules}
                checks={props.checks(call.outcome, call.all, state.document, props.base ?? {})}
              />
            )}
            {props.aside}
          </div>
        </div>
        <EditFooter
          summary={props.summary(call.outcome, state.document)}
          words={props.submitWords === undefined ? words : { ...words, submit: props.submitWords(call.outcome) }}
          isSending={isSending}
          blocked={blocked}
          cancelHref={props.cancelHref}
        />
      </form>
    </EditProvider>
  );
}

const COLUMNS =
  'grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(360px,42%)] xl:grid-cols-[minmax(0,1fr)_minmax(0,36%)]';

/**
 * Ctrl+Enter sends from any field; a dialog over the form keeps its own keys. Enter alone does not: in the middle of a form it is
 * pressed to take a choice, and what is sent half filled may run and cost.
 */
function sendByKey(event: KeyboardEvent<HTMLFormElement>, send: () => Promise<void>): void {
  if (event.key !== 'Enter') return;
  if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    void send();
  } else if (event.target instanceof HTMLInputElement) event.preventDefault();
}

function InertNote() {
  return (
    <p role="status" className="border-b border-ln2 bg-warng px-4 py-2 text-12 text-warn">
      The call is no JSON as it stands: mend it there, and the form follows. What you typed is kept.
    </p>
  );
}

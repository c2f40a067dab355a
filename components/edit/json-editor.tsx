'use client';

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput, syntaxTree } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers, ViewPlugin } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { pathText, type ReadText } from '@/lib/forms';
import { type EditState, useEdit } from './edit-state';
import { completionSource, memberHover } from './json-assist';
import { pathOfNode } from './json-cursor';
import { EDITOR_THEME } from './json-editor-theme';
import { spanOf } from './json-places';

const setHere = StateEffect.define<{ from: number; to: number } | null>();
const hereLine = Decoration.line({ class: 'cm-here' });

/** The lines of the member that a field of the form has in hand. */
const hereField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const found = transaction.effects.find((effect) => effect.is(setHere));
    if (found === undefined) return marks.map(transaction.changes);
    if (found.value === null) return Decoration.none;
    const { doc } = transaction.state;
    const first = doc.lineAt(Math.min(found.value.from, doc.length)).number;
    const last = doc.lineAt(Math.min(found.value.to, doc.length)).number;
    const lines = Array.from({ length: last - first + 1 }, (_, at) => hereLine.range(doc.line(first + at).from));
    return Decoration.set(lines);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function diagnosticsOf(view: EditorView, read: ReadText, problems: EditState['problems']): Diagnostic[] {
  const { doc } = view.state;
  const lineEnd = (at: number) => doc.lineAt(Math.min(at, doc.length)).to;
  if (!read.ok) {
    const from = Math.min(read.at, doc.length);
    const to = Math.max(from, Math.min(from + 1, lineEnd(from)));
    return [{ from, to, severity: 'error', message: read.message }];
  }
  return problems.map(({ path, message }) => {
    const span = spanOf(read.spans, path);
    const from = Math.min(span?.from ?? 0, doc.length);
    return { from, to: Math.min(span?.to ?? 1, lineEnd(from)), severity: 'error', message };
  });
}

/** A change as small as it can be, so that the cursor and what was undone keep their places. */
function smallestChange(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let same = 0;
  const most = Math.min(before.length, after.length) - from;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

/** The nonce that this page's content policy gives to styles; scripts of the page carry it. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

interface Doors {
  onText: (text: string) => void;
  onCursor: (path: string) => void;
  onSend: () => void;
}

function makeView(parent: HTMLElement, text: string, assist: Compartment, doors: () => Doors): EditorView {
  const cursor = ViewPlugin.define(() => ({
    update(update) {
      if (
        update.docChanged &&
        update.transactions.some(
          (one) =>
            one.isUserEvent('input') ||
            one.isUserEvent('delete') ||
            one.isUserEvent('undo') ||
            one.isUserEvent('redo') ||
            one.isUserEvent('move'),
        )
      )
        doors().onText(update.state.doc.toString());
      if ((update.selectionSet || update.focusChanged) && update.view.hasFocus) {
        const node = syntaxTree(update.state).resolveInner(update.state.selection.main.head, -1);
        doors().onCursor(pathText(pathOfNode(update.state, node)));
      }
    },
  }));
  const sendNow = () => {
    doors().onSend();
    return true;
  };
  const send = { key: 'Mod-Enter', run: sendNow };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(pageNonce()),
        lineNumbers(),
        history(),
        json(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        lintGutter(),
        hereField,
        cursor,
        assist.of([]),
        Prec.highest(keymap.of([send])),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': 'The call as JSON', spellcheck: 'false', tabindex: '0' }),
        EDITOR_THEME,
      ],
    }),
  });
}

/** The call's JSON, editable: completion and documentation from the SDK, problems in the gutter, one state with the form. */
export function JsonEditor({ onSend }: { onSend: () => void }) {
  const edit = useEdit();
  const { text, read, problems, shapes, operation, active } = edit;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const assist = useRef(new Compartment());
  const doors = useRef<Doors | null>(null);
  const firstText = useRef(text);
  doors.current = {
    onSend,
    onText: edit.setText,
    onCursor: (path) => edit.setActive({ path, side: 'call' }),
  };
  useEffect(() => {
    if (host.current === null) return;
    const idle: Doors = { onText: () => undefined, onCursor: () => undefined, onSend: () => undefined };
    const made = makeView(host.current, firstText.current, assist.current, () => doors.current ?? idle);
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const current = view.current?.state.doc.toString();
    if (current !== undefined && current !== text) view.current?.dispatch({ changes: smallestChange(current, text) });
  }, [text]);
  useEffect(() => {
    if (shapes === null) return;
    const extensions = [
      autocompletion({ override: [completionSource(shapes, operation)], icons: false }),
      memberHover(shapes, operation),
    ];
    view.current?.dispatch({ effects: assist.current.reconfigure(extensions) });
  }, [shapes, operation]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor, read, problems)));
  }, [read, problems]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const span = active?.side === 'form' && read.ok ? (read.spans.get(active.path) ?? null) : null;
    const effects: StateEffect<unknown>[] = [setHere.of(span)];
    if (span !== null)
      effects.push(EditorView.scrollIntoView(Math.min(span.from, editor.state.doc.length), { y: 'nearest' }));
    editor.dispatch({ effects });
  }, [active, read]);
  return <div ref={host} className="min-w-0 overflow-hidden" />;
}

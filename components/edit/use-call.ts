'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  type FormOperation,
  type JsonObject,
  type JsonValue,
  jsonText,
  loadOperationShapes,
  type OperationShapes,
  type Problem,
  pathOf,
  readJsonText,
  valueAt,
} from '@/lib/forms';
import { changedCall, outcomeOf } from './change-call';
import { maskProblems } from './drafts';
import type { ActiveMember, EditState } from './edit-state';

/** What is wrong with a call. `base` is what an edit starts from (empty where something new is made), `outcome` what it comes to. */
export type ProblemsOf = (
  shapes: OperationShapes,
  document: JsonObject,
  base: JsonObject,
  outcome: JsonObject,
) => Problem[];

const NO_BASE: JsonObject = {};

const NO_WHOLES: readonly string[] = [];

const hasValue = (value: JsonValue | undefined) =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

interface Rules {
  shapes: OperationShapes;
  problemsOf: ProblemsOf;
}

/** How far the rules of a form have come: nothing is known of a call before they are there. */
export type RulesState = 'loading' | 'loaded' | 'missing';

/** The SDK's shapes and the form's rules, which load after the first paint. */
function useRules(load: () => Promise<ProblemsOf>): { rules: Rules | null; come: RulesState } {
  const [rules, setRules] = useState<Rules | null>(null);
  const [isMissing, setMissing] = useState(false);
  const first = useRef(load);
  useEffect(() => {
    let isGone = false;
    void Promise.all([loadOperationShapes(), first.current()]).then(
      ([shapes, problemsOf]) => isGone || setRules({ shapes, problemsOf }),
      // Where they can not be loaded, the server's own check names the fields.
      () => isGone || setMissing(true),
    );
    return () => {
      isGone = true;
    };
  }, []);
  return { rules, come: rules !== null ? 'loaded' : isMissing ? 'missing' : 'loading' };
}

/** Keeps the last document that could be read, so that a slip in the text does not empty the form. */
function useReadText(text: string): { read: ReturnType<typeof readJsonText>; document: JsonObject } {
  const last = useRef<JsonObject>({});
  const read = useMemo(() => readJsonText(text), [text]);
  if (read.ok) last.current = read.document;
  return { read, document: last.current };
}

export interface CallOptions {
  operation: FormOperation;
  initial: JsonObject;
  base: JsonObject | null;
  wholes?: readonly string[] | undefined;
  loadProblems: () => Promise<ProblemsOf>;
}

/** The state of a form and its call, and all problems of it, shown or not. */
export function useCall({ operation, initial, base, wholes: given = NO_WHOLES, loadProblems }: CallOptions) {
  // They belong to the operation, so those of the first draw hold.
  const [wholes] = useState(given);
  const [text, setText] = useState(() => jsonText(initial));
  const [active, setActive] = useState<ActiveMember | null>(null);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isTried, setTried] = useState(false);
  const { read, document } = useReadText(text);
  const { rules, come } = useRules(loadProblems);
  const outcome = useMemo(() => outcomeOf(base, document, wholes), [base, document, wholes]);
  const all = useMemo(
    () =>
      rules === null
        ? []
        : [...rules.problemsOf(rules.shapes, document, base ?? NO_BASE, outcome), ...maskProblems(document)],
    [rules, document, base, outcome],
  );
  const problems = useMemo(
    () =>
      all.filter(
        ({ path }) => isTried || path === '' || touched.has(path) || hasValue(valueAt(document, pathOf(path))),
      ),
    [all, isTried, touched, document],
  );
  const writeAll = useCallback(
    (values: Readonly<Record<string, JsonValue | undefined>>) =>
      setText((now) => {
        const current = readJsonText(now);
        if (!current.ok) return now;
        const changed = Object.entries(values).reduce(
          (call, [path, value]) => changedCall(call, path, value, base, wholes),
          current.document,
        );
        return jsonText(changed);
      }),
    [base, wholes],
  );
  const isInert = !read.ok;
  const state: EditState = useMemo(
    () => ({
      operation,
      text,
      read,
      document,
      base,
      isInert,
      shapes: rules?.shapes ?? null,
      problems,
      active,
      setActive,
      touch: (path) => setTouched((now) => (now.has(path) ? now : new Set([...now, path]))),
      valueIn: (path) => valueAt(outcome, pathOf(path)),
      write: (path, value) => writeAll({ [path]: value }),
      writeAll,
      setText,
    }),
    [operation, text, read, document, base, outcome, isInert, rules, problems, active, writeAll],
  );
  return { state, all, outcome, rules: come, tryAll: () => setTried(true) };
}

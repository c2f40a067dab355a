'use client';

import { createContext, use } from 'react';
import type { FormOperation, JsonObject, JsonValue, OperationShapes, Problem, ReadText } from '@/lib/forms';

/** Where the person is: the member in hand, and which side it was chosen on. */
export interface ActiveMember {
  path: string;
  side: 'form' | 'call';
}

/** The one state of a form and its call, as fields use it. */
export interface EditState {
  operation: FormOperation;
  /** The call's text; the only thing that is edited. */
  text: string;
  read: ReadText;
  /** The call; while the text is no JSON, the last one that was. */
  document: JsonObject;
  /** An edit's starting point, in the call's own terms; null when something new is made. */
  base: JsonObject | null;
  /** True while the text is no JSON: fields are then inert. */
  isInert: boolean;
  shapes: OperationShapes | null;
  /** What is wrong and may be shown: what was touched or has a value, or everything once it was tried. */
  problems: readonly Problem[];
  active: ActiveMember | null;
  setActive: (active: ActiveMember | null) => void;
  touch: (path: string) => void;
  /** The value at a path: the call's, else the one an edit starts from. */
  valueIn: (path: string) => JsonValue | undefined;
  /** Sets a member; undefined takes it out. In an edit, what is as it was leaves the call. */
  write: (path: string, value: JsonValue | undefined) => void;
  /** Sets several members at once; undefined takes one out. */
  writeAll: (values: Readonly<Record<string, JsonValue | undefined>>) => void;
  /** Takes a text as the call: typed in the editor or pasted. */
  setText: (text: string) => void;
}

const EditContext = createContext<EditState | null>(null);

/** Gives the fields beneath their form's state. */
export const EditProvider = EditContext.Provider;

/** The state of the form around. Throws outside of an EditFrame. */
export function useEdit(): EditState {
  const state = use(EditContext);
  if (state === null) throw new Error('useEdit outside of EditFrame: a field of a form stands within one.');
  return state;
}

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completeFromList,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { type EditorView, hoverTooltip, type Tooltip } from '@codemirror/view';
import { type MemberShape, memberAt, membersAt, type OperationShapes, type TypeOf } from '@/lib/forms';
import { pathOfNode, placeAt } from './json-cursor';

/** A member's type in words: `list of text`, `number`, `one of 3`. */
function typeWords(member: MemberShape): string {
  if (member.values !== undefined)
    return member.values.length <= 6 ? member.values.join(' | ') : `one of ${member.values.length}`;
  const words = (type: TypeOf): string => {
    if (type === 'string') return 'text';
    if (typeof type === 'string') return type;
    if ('list' in type) return `list of ${words(type.list)}`;
    return 'map' in type ? `${words(type.map)} by name` : type.structure;
  };
  return words(member.type);
}

function docNode(name: string, member: MemberShape): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cm-doc';
  const head = document.createElement('p');
  head.className = 'cm-doc-head';
  head.textContent = `${name}: ${typeWords(member)}${member.required === true ? ', required' : ''}`;
  node.append(head);
  for (const text of member.doc.split('\n')) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    node.append(paragraph);
  }
  return node;
}

function startOf(type: TypeOf): { text: string; back: number } {
  if (type === 'string') return { text: '""', back: 1 };
  if (type === 'boolean') return { text: 'true', back: 0 };
  if (type === 'number') return { text: '', back: 0 };
  return 'list' in type ? { text: '[]', back: 1 } : { text: '{}', back: 1 };
}

function nameCompletion(name: string, member: MemberShape): Completion {
  return {
    label: `"${name}"`,
    displayLabel: name,
    detail: typeWords(member),
    type: 'property',
    boost: member.required === true ? 1 : 0,
    info: () => docNode(name, member),
    apply: (view: EditorView, _completion: Completion, from: number, to: number) => {
      const after = view.state.sliceDoc(to, to + 200);
      const hasValue = /^\s*:/.test(after);
      const start = startOf(member.type);
      const comma = /^\s*"/.test(after) ? ',' : '';
      const insert = hasValue ? `"${name}"` : `"${name}": ${start.text}${comma}`;
      const cursor = from + insert.length - (hasValue ? 0 : start.back + comma.length);
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: cursor }, userEvent: 'input.complete' });
    },
  };
}

/** Completes names and values from the SDK's schemas, each with AWS's own documentation. */
export function completionSource(shapes: OperationShapes, operation: string) {
  return (context: CompletionContext): CompletionResult | Promise<CompletionResult | null> | null => {
    const place = placeAt(context.state, context.pos);
    if (place === null) return null;
    if (place.from === place.to && !context.explicit) return null;
    if (place.kind === 'name') {
      const members = membersAt(shapes, operation, place.path);
      if (members === null) return null;
      const typed = context.state.sliceDoc(place.from + 1, Math.max(place.from + 1, place.to - 1));
      const options = Object.entries(members)
        .filter(([name]) => name === typed || !place.present.has(name))
        .map(([name, member]) => nameCompletion(name, member));
      return { from: place.from, to: place.to, options, validFor: /^"[\w]*"?$/ };
    }
    const member = memberAt(shapes, operation, place.path);
    const values = member?.type === 'boolean' ? ['true', 'false'] : (member?.values ?? []).map((value) => `"${value}"`);
    if (values.length === 0) return null;
    const list = values.map((label) => ({ label, displayLabel: label.replaceAll('"', ''), type: 'constant' }));
    if (place.from === place.to) return completeFromList(list)(context);
    return { from: place.from, to: place.to, options: list, validFor: /^"?[\w-]*"?$/ };
  };
}

/** AWS's documentation of the member under the pointer. */
export function memberHover(shapes: OperationShapes, operation: string) {
  return hoverTooltip((view, pos, side): Tooltip | null => {
    const node = syntaxTree(view.state).resolveInner(pos, side);
    if (node.name !== 'PropertyName' || node.parent === null) return null;
    const path = pathOfNode(view.state, node.parent);
    const member = memberAt(shapes, operation, path);
    const name = path.at(-1);
    if (member === null || typeof name !== 'string') return null;
    return { pos: node.from, end: node.to, create: () => ({ dom: docNode(name, member) }) };
  });
}

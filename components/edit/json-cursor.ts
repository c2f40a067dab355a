import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Path } from '@/lib/forms';

/** Longest that a completion waits for the rest of a text to be parsed, ms. */
const PARSE_MS_MOST = 200;

/** One node of the syntax tree of a JSON text. */
type TreeNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** What the cursor stands at: a member's name, or its value, within the object or list at `path`. */
export interface JsonPlace {
  kind: 'name' | 'value';
  /** For a name: the object it is a member of. For a value: the member itself. */
  path: Path;
  /** What a completion takes the place of. */
  from: number;
  to: number;
  /** The members that the object has already. */
  present: ReadonlySet<string>;
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function nameOf(state: EditorState, property: TreeNode): string {
  const name = property.getChild('PropertyName');
  return name === null ? '' : state.sliceDoc(name.from + 1, Math.max(name.from + 1, name.to - 1));
}

/** The steps from the whole text to a node. */
export function pathOfNode(state: EditorState, node: TreeNode): Path {
  const steps: (string | number)[] = [];
  for (let at: TreeNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Property') steps.unshift(nameOf(state, at));
    else if (at.parent?.name === 'Array' && VALUES.has(at.name)) {
      let index = 0;
      for (let before = at.prevSibling; before !== null; before = before.prevSibling)
        if (VALUES.has(before.name)) index += 1;
      steps.unshift(index);
    }
  }
  return steps;
}

function presentIn(state: EditorState, object: TreeNode | null): ReadonlySet<string> {
  return new Set((object?.getChildren('Property') ?? []).map((property) => nameOf(state, property)));
}

/** What stands at a position, as far as the text can be understood; null in a place where nothing can be completed. */
export function placeAt(state: EditorState, pos: number): JsonPlace | null {
  // On a busy machine the editor's own parse may not be through yet.
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS_MOST) ?? syntaxTree(state);
  let node = tree.resolveInner(pos, -1);
  if (node.name === 'PropertyName') {
    const object = node.parent?.parent ?? null;
    const path = object === null ? [] : pathOfNode(state, object);
    return { kind: 'name', path, from: node.from, to: node.to, present: presentIn(state, object) };
  }
  if (node.name === 'String') {
    // In an object, a text without a colon behind it is a name that is still being typed.
    const isName =
      node.parent?.name === 'Object' || (node.parent?.type.isError === true && node.parent.parent?.name === 'Object');
    const object = node.parent?.name === 'Object' ? node.parent : (node.parent?.parent ?? null);
    if (isName)
      return {
        kind: 'name',
        path: pathOfNode(state, object ?? node),
        from: node.from,
        to: node.to,
        present: presentIn(state, object),
      };
    return { kind: 'value', path: pathOfNode(state, node), from: node.from, to: node.to, present: new Set() };
  }
  if (node.type.isError && node.parent !== null) node = node.parent;
  const before = state.sliceDoc(Math.max(0, pos - 200), pos).trimEnd();
  if (node.name === 'Property' || before.endsWith(':')) {
    const property = node.name === 'Property' ? node : tree.resolveInner(pos - 1, -1);
    return { kind: 'value', path: pathOfNode(state, property), from: pos, to: pos, present: new Set() };
  }
  const object = node.name === 'Object' || node.name === '{' ? (node.name === '{' ? node.parent : node) : null;
  if (object !== null && /[{,]$/.test(before)) {
    return { kind: 'name', path: pathOfNode(state, object), from: pos, to: pos, present: presentIn(state, object) };
  }
  if (node.name === 'Array' || node.name === '[') {
    const list = node.name === '[' && node.parent !== null ? node.parent : node;
    return { kind: 'value', path: [...pathOfNode(state, list), 0], from: pos, to: pos, present: new Set() };
  }
  return null;
}

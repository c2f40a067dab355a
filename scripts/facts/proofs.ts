import { parseSync } from 'oxc-parser';
import { isNode, type Node, type SourceText } from '../tidy/source';

/** A test, or a table's row, that names facts in square brackets. */
export interface Proof {
  path: string;
  /** The test's title without the ids; of a table of cases that of what surrounds it. */
  title: string;
  ids: readonly string[];
}

const NAMED = /\s*\[([A-Z]+(?:-[A-Z]+)*-\d+(?:, [A-Z]+(?:-[A-Z]+)*-\d+)*)\]/g;
const TESTS = new Set(['it', 'test', 'describe']);

/** The facts that a file's tests name. A test that is skipped proves nothing. */
export function proofsOf(file: SourceText): Proof[] {
  if (file.text.search(NAMED) < 0) return [];
  const program: unknown = parseSync(file.path, file.text).program;
  if (!isNode(program)) return [];
  const proofs: Proof[] = [];
  // A table at the top of a file belongs to the first group of tests.
  const first = firstTitle(program) ?? '';
  gather(program, first, (title, ids) => proofs.push({ path: file.path, title, ids }));
  return proofs;
}

function firstTitle(node: Node): string | null {
  const call = testCall(node);
  if (call !== null) return call.title;
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      const title = isNode(child) ? firstTitle(child) : null;
      if (title !== null) return title;
    }
  }
  return null;
}

function gather(node: Node, title: string, found: (title: string, ids: string[]) => void): void {
  const text = textOf(node);
  if (text !== null) {
    const ids = [...text.matchAll(NAMED)].flatMap((match) => (match[1] ?? '').split(', '));
    if (ids.length > 0) found(title, ids);
    return;
  }
  const call = testCall(node);
  if (call?.skipped === true) return;
  const own = call === null || (call.isPattern && title !== '') ? title : call.title;
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) gather(child, own, found);
  }
}

/** The text of a string or template. */
function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateElement' || typeof node.value !== 'object' || node.value === null) return null;
  return 'cooked' in node.value && typeof node.value.cooked === 'string' ? node.value.cooked : null;
}

interface TestCall {
  title: string;
  /** The title has places for a case's values. */
  isPattern: boolean;
  skipped: boolean;
}

/** `it('…')`, `test.each(…)('…')`, `describe.skip('…')`; else null. */
function testCall(node: Node): TestCall | null {
  if (node.type !== 'CallExpression' || !Array.isArray(node.arguments)) return null;
  const [first]: unknown[] = node.arguments;
  const words = calleeWords(node.callee);
  const title = isNode(first) ? textOf(first) : null;
  if (title === null || !TESTS.has(words[0] ?? '')) return null;
  return {
    title: title.replace(NAMED, ''),
    isPattern: /%[#sdij]|\$\w/.test(title),
    skipped: words.includes('skip') || words.includes('todo'),
  };
}

function calleeWords(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'Identifier') return [String(node.name)];
  if (node.type === 'MemberExpression') return [...calleeWords(node.object), ...calleeWords(node.property)];
  return calleeWords(node.callee);
}

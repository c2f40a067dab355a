import { dirname, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A file of the project: its path from the root, with slashes, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

interface Import {
  /** As written. */
  readonly from: string;
  /** Path from the root without extension where it leads into the project, else null. */
  readonly target: string | null;
  readonly isTypeOnly: boolean;
}

/** What the rules ask of a file. */
export interface Source extends SourceText {
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly { name: string; lines: number }[];
  /** Globals it names in code: `Date`, `Date.now`, `new Date()`, `Math.pow`, `process`, `setTimeout`, ... */
  readonly globals: ReadonlySet<string>;
}

/** Parses a TypeScript or JavaScript file. Throws where it has a syntax error. */
export function readSource(file: SourceText): Source {
  const parsed = parseSync(file.path, file.text);
  if (parsed.errors.length > 0) throw new Error(`${file.path}: ${parsed.errors[0]?.message}`);
  const facts = { functions: [] as { name: string; lines: number }[], globals: new Set<string>() };
  const lineOf = lineCounter(file.text);
  const program: unknown = parsed.program;
  if (!isNode(program)) throw new Error(`${file.path}: no syntax tree`);
  walk(program, null, (node, parent) => {
    collectGlobals(node, parent, facts.globals);
    if (!isFunction(node)) return;
    const lines = lineOf(numberOf(node.end)) - lineOf(numberOf(node.start)) + 1;
    facts.functions.push({ name: nameOf(node) ?? nameOf(parent) ?? 'a function', lines });
  });
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const imports = [
    ...staticImports.map((entry) => ({
      from: entry.moduleRequest.value,
      isTypeOnly: entry.entries.length > 0 && entry.entries.every((name) => name.isType),
    })),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.moduleRequest ? [{ from: entry.moduleRequest.value, isTypeOnly: entry.isType }] : [],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest }) => ({
      from: file.text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      isTypeOnly: false,
    })),
  ];
  return {
    ...file,
    lines: lineOf(file.text.length - 1),
    imports: imports.map((entry) => ({ ...entry, target: targetOf(file.path, entry.from) })),
    ...facts,
  };
}

function targetOf(path: string, from: string): string | null {
  const joined = from.startsWith('@/') ? from.slice(2) : from.startsWith('.') ? posix.join(dirname(path), from) : null;
  return joined?.replace(/\.(mjs|tsx?|js)$/, '').replace(/\/index$/, '') ?? null;
}

/** A node of a syntax tree. */
export interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function walk(node: Node, parent: Node | null, visit: (node: Node, parent: Node | null) => void): void {
  if (node.type.startsWith('TSType') || node.type === 'TSInterfaceDeclaration') return;
  visit(node, parent);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) walk(child, node, visit);
  }
}

const GLOBALS = new Set([
  'Date',
  'Intl',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'performance',
  'crypto',
]);

function collectGlobals(node: Node, parent: Node | null, found: Set<string>): void {
  if (node.type === 'Identifier' && !isMemberName(node, parent) && GLOBALS.has(String(node.name)))
    found.add(String(node.name));
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    if (Array.isArray(node.arguments) && node.arguments.length === 0) found.add('new Date()');
  }
  if (node.type !== 'MemberExpression' || node.computed === true) return;
  const owner = nameOf(node.object);
  const member = nameOf(node.property);
  if (owner === 'Date' || owner === 'Math') found.add(`${owner}.${member}`);
  if (member === 'localeCompare' || member === 'toLocaleString') found.add(member);
}

/** `process` in `order.process`, `{ process: 1 }` and the like is no global. */
function isMemberName(node: Node, parent: Node | null): boolean {
  if (parent === null || parent.computed === true) return false;
  return parent.property === node || (parent.key === node && parent.shorthand !== true);
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function isFunction(node: Node): boolean {
  return FUNCTIONS.has(node.type) && isNode(node.body);
}

function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (typeof node.name === 'string') return node.name;
  return nameOf(node.id) ?? nameOf(node.key);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

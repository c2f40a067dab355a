import { findCircles } from './circles';
import type { TableRow } from './import-table';
import type { Source } from './source';

/** Files and functions that may break a rule, each with the reason. */
export interface Exceptions {
  /** Path → why it may be longer than 300 lines. */
  readonly longFiles: Readonly<Record<string, string>>;
  /** `path#function` → why it may be longer than 70 lines. */
  readonly longFunctions: Readonly<Record<string, string>>;
  /** Path → why it may read the clock or draw a number by itself. */
  readonly clocks: Readonly<Record<string, string>>;
  /** `importer -> target` → why that folder is not entered by its index. */
  readonly doors: Readonly<Record<string, string>>;
}

const FILE_LINES = 300;
const FUNCTION_LINES = 70;
const FORBIDDEN = new Set(['utils', 'helpers', 'common', 'types', 'hooks', 'services']);
const CLOCKS = ['Date.now', 'new Date()', 'Math.random'];
const IMPURE = [
  'Date',
  'Math.random',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'performance',
  'crypto',
];
const EXACT_MATH = new Set(
  ['abs', 'ceil', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc', 'clz32'].map(
    (name) => `Math.${name}`,
  ),
);
const SILENCERS =
  /@ts-ignore|@ts-expect-error|@ts-nocheck|biome-ignore|oxlint-disable|eslint-disable|\bTODO\b|\bFIXME\b/;

/** Checks every source against the rules; returns one sentence for each breach, in order of path. */
export function findBreaches(
  sources: readonly Source[],
  table: ReadonlyMap<string, TableRow>,
  exceptions: Exceptions,
): string[] {
  return [
    ...sources.flatMap((source) => [
      ...checkName(source),
      ...checkLength(source, exceptions),
      ...checkSilencers(source),
      ...checkGlobals(source, table, exceptions),
      ...checkImports(source, table, exceptions),
    ]),
    ...findCircles(sources).map((circle) => `Import circle: ${circle.join(' -> ')}`),
    ...checkTable(sources, table),
    ...checkExceptions(sources, exceptions),
  ].sort();
}

/** `lib/x` for anything below it, else the first folder; null for files of the root. */
function folderOf(path: string): string | null {
  const parts = path.split('/');
  if (parts[0] === 'lib') return parts.length > 1 ? `lib/${parts[1]}` : null;
  return parts.length > 1 ? (parts[0] ?? null) : null;
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /^(e2e|test|scripts)\//.test(path);
}

function checkName({ path }: Source): string[] {
  const parts = path.split('/');
  const bad = parts.find((part) => FORBIDDEN.has(part.replace(/\..*$/, '')));
  if (bad !== undefined) return [`${path}: a folder or file called ${bad} says nothing of its subject`];
  const file = parts.at(-1) ?? '';
  return /^[a-z0-9.-]+$/.test(file) ? [] : [`${path}: file names are kebab-case`];
}

function checkLength(source: Source, exceptions: Exceptions): string[] {
  const { path } = source;
  const breaches: string[] = [];
  if (source.lines > FILE_LINES && !exceptions.longFiles[path]) {
    breaches.push(`${path}: ${source.lines} lines, more than ${FILE_LINES}`);
  }
  if (/\.test\.tsx?$/.test(path) || path.startsWith('e2e/')) return breaches;
  for (const { name, lines } of source.functions) {
    if (lines > FUNCTION_LINES && !exceptions.longFunctions[`${path}#${name}`]) {
      breaches.push(`${path}: ${name} has ${lines} lines, more than ${FUNCTION_LINES}`);
    }
  }
  return breaches;
}

function checkSilencers({ path, text }: Source): string[] {
  if (path.startsWith('scripts/tidy/')) return [];
  const found = SILENCERS.exec(text);
  return found ? [`${path}: ${found[0]} hides something: mend it instead`] : [];
}

function checkGlobals(source: Source, table: ReadonlyMap<string, TableRow>, exceptions: Exceptions): string[] {
  const { path, globals } = source;
  if (isTest(path) || exceptions.clocks[path]) return [];
  const rule = table.get(folderOf(path) ?? '')?.rule ?? 'none';
  const banned = new Set(path.startsWith('lib/') ? CLOCKS : []);
  if (rule !== 'none') for (const name of IMPURE) banned.add(name);
  if (rule === 'exact') for (const name of globals) if (isInexact(name)) banned.add(name);
  return [...globals].filter((name) => banned.has(name)).map((name) => `${path}: uses ${name}; take it as an argument`);
}

function isInexact(name: string): boolean {
  return (
    ['Intl', 'localeCompare', 'toLocaleString'].includes(name) || (/^Math\.[a-z]/.test(name) && !EXACT_MATH.has(name))
  );
}

function checkImports(source: Source, table: ReadonlyMap<string, TableRow>, exceptions: Exceptions): string[] {
  const { path } = source;
  const folder = folderOf(path);
  const row = isTest(path) ? undefined : table.get(folder ?? '');
  return source.imports.flatMap((entry) => {
    if (entry.target === null) return row ? checkPackage(path, row, entry.from, entry.isTypeOnly) : [];
    const target = folderOf(`${entry.target}/`) ?? '';
    if (target === folder || target === '') return [];
    const breaches: string[] = [];
    if (target.startsWith('lib/') && target !== 'lib/generated' && entry.target !== target) {
      if (!exceptions.doors[`${path} -> ${entry.target}`]) {
        breaches.push(`${path}: enters ${entry.target}; import @/${target} instead`);
      }
    }
    if (row && !isAllowed(row, target, entry.isTypeOnly)) {
      breaches.push(
        `${path}: ${row.folder} may not import ${target}${row.mayImport.has(target) ? ' but for types' : ''}`,
      );
    }
    return breaches;
  });
}

function isAllowed(row: TableRow, target: string, isTypeOnly: boolean): boolean {
  if (row.isOpen) return !row.mayNot.has(target);
  const allowed = row.mayImport.get(target);
  return allowed === 'all' || (allowed === 'types' && isTypeOnly);
}

function checkPackage(path: string, row: TableRow, name: string, isTypeOnly: boolean): string[] {
  if (row.rule !== 'none' && name.startsWith('node:'))
    return [`${path}: ${row.folder} is ${row.rule} and may not import ${name}`];
  if (row.packages === null) return [];
  const allowed = row.packages.get(name);
  if (allowed === 'all' || (allowed === 'types' && isTypeOnly)) return [];
  return [`${path}: ${row.folder} may not import ${name}${allowed === 'types' ? ' but for types' : ''}`];
}

function checkTable(sources: readonly Source[], table: ReadonlyMap<string, TableRow>): string[] {
  const folders = new Set(sources.map(({ path }) => folderOf(path)));
  return [...folders]
    .filter((folder) => folder?.startsWith('lib/') && folder !== 'lib/generated' && !table.has(folder))
    .map((folder) => `${folder}: not in the table of docs/ARCHITECTURE.md`);
}

function checkExceptions(sources: readonly Source[], exceptions: Exceptions): string[] {
  const paths = new Set(sources.map(({ path }) => path));
  const named = [
    ...Object.keys(exceptions.longFiles),
    ...Object.keys(exceptions.clocks),
    ...Object.keys(exceptions.longFunctions).map((key) => key.split('#')[0] ?? ''),
    ...Object.keys(exceptions.doors).map((key) => key.split(' -> ')[0] ?? ''),
  ];
  return named.filter((path) => !paths.has(path)).map((path) => `${path}: excepted in scripts/tidy but not there`);
}

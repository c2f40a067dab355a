/** What a row of the table in docs/ARCHITECTURE.md allows. */
export interface TableRow {
  readonly folder: string;
  readonly mayImport: ReadonlyMap<string, 'all' | 'types'>;
  /** Everything may be imported but what is in `mayNot`. */
  readonly isOpen: boolean;
  readonly mayNot: ReadonlySet<string>;
  /** Packages, where the row limits them. */
  readonly packages: ReadonlyMap<string, 'all' | 'types'> | null;
  readonly rule: 'none' | 'pure' | 'exact';
}

/** Reads the table under 'Who may import whom'. Throws where a row can't be understood. */
export function readImportTable(markdown: string): Map<string, TableRow> {
  const section = markdown.split(/^## /m).find((part) => part.startsWith('Who may import whom'));
  if (section === undefined) throw new Error("docs/ARCHITECTURE.md has no section 'Who may import whom'");
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map(readRow);
  return new Map(rows.map((row) => [row.folder, row]));
}

function readRow(line: string): TableRow {
  const [folderCell = '', importCell = '', ruleCell = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const [names = '', packageNames] = importCell.split(/;\s*of packages only/);
  const isOpen = names.startsWith('everything');
  const rule = ruleCell === '' ? 'none' : ruleCell;
  if (rule !== 'none' && rule !== 'pure' && rule !== 'exact') throw new Error(`Unknown rule in the table: ${line}`);
  const listed = readNames(names);
  if (!isOpen && listed.size === 0 && names !== 'nothing') throw new Error(`Unknown imports in the table: ${line}`);
  return {
    folder: folderCell.replaceAll('`', ''),
    mayImport: isOpen ? new Map() : listed,
    isOpen,
    mayNot: new Set(isOpen ? listed.keys() : []),
    packages: packageNames === undefined ? null : readNames(packageNames),
    rule,
  };
}

function readNames(cell: string): Map<string, 'all' | 'types'> {
  return new Map(
    [...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map((match) => [match[1] ?? '', match[2] ? 'types' : 'all']),
  );
}

import { writeFileSync } from 'node:fs';
import { endpointRows } from './bench/endpoint';
import { listRows } from './bench/list';
import { machineRow } from './bench/machine';
import { pagesRow } from './bench/pages';
import { recorderRows } from './bench/recorder';
import { type BenchRow, benchTable } from './bench/table';

const MEASURES: { name: string; run: () => Promise<BenchRow | BenchRow[]> }[] = [
  { name: 'machine', run: machineRow },
  { name: 'recorder', run: recorderRows },
  { name: 'list', run: listRows },
  { name: 'pages', run: pagesRow },
  { name: 'endpoint', run: endpointRows },
];

const rows: BenchRow[] = [];
const only = optionOf('--only');
for (const { name, run } of MEASURES) {
  if (only !== null && only !== name) continue;
  console.log(`Measuring ${name} …`);
  rows.push(...[await run()].flat());
}
console.log(`\n${benchTable(rows).join('\n')}`);
const json = optionOf('--json');
if (json !== null) writeFileSync(json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);

function optionOf(flag: string): string | null {
  const at = process.argv.indexOf(flag);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

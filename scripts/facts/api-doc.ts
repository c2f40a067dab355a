import type { KeptMember } from '@/lib/simulator';
import type { Fact, FactList } from './facts';
import type { Proof } from './proofs';

/** How an operation is reached and what it needs. */
interface ApiOperation {
  name: string;
  method: string;
  path: string;
  required: readonly string[];
}

interface Sources extends FactList {
  operations: readonly ApiOperation[];
  proofs: readonly Proof[];
  kept: readonly KeptMember[];
}

const HEAD = `# The API, operation by operation

Made by \`node scripts/api-doc.mjs\` from the SDK's schemas, [aws-batch.md](aws-batch.md), the table of members that are only
kept (\`lib/simulator/operations/kept.ts\`), and the tests that name facts; \`npm run check\` fails where it is out of date.
An operation checks its input against the SDK's schema first: types, required members, enums. Each line says what it does
beyond that, and the tests that prove it.
`;

/** The text of docs/API.md. */
export function apiDoc(sources: Sources): string {
  const { operations, facts, kept } = sources;
  const common = facts.filter((fact) => fact.operations.includes('all'));
  const sections = operations.map((operation) =>
    section(
      operation.name,
      [`\`${operation.method} ${operation.path}\`. ${requires(operation.required)}`],
      facts.filter((fact) => fact.operations.includes(operation.name)),
      kept.filter((member) => member.operations.includes(operation.name)),
      sources.proofs,
    ),
  );
  return [HEAD, section('Every operation', [], common, [], sources.proofs), ...sections].join('\n');
}

function requires(members: readonly string[]): string {
  return members.length === 0 ? 'Requires nothing.' : `Requires ${members.map((name) => `\`${name}\``).join(', ')}.`;
}

function section(
  name: string,
  lead: readonly string[],
  facts: readonly Fact[],
  kept: readonly KeptMember[],
  proofs: readonly Proof[],
): string {
  const lines = (kind: Fact['kind']) =>
    facts.filter((fact) => fact.kind === kind).map((fact) => factLine(fact, proofs));
  return [
    `## ${name}\n`,
    ...lead.map((line) => `${line}\n`),
    ...part('Refuses:', lines('refused')),
    ...part('Does:', lines('happens')),
    ...part(
      'Only keeps:',
      kept.map(({ member, wouldDo }) => `- \`${member}\`, which at AWS ${wouldDo}`),
    ),
  ].join('\n');
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n\n${lines.join('\n')}\n`];
}

function factLine({ id, text }: Fact, proofs: readonly Proof[]): string {
  const links = proofs.filter(({ ids }) => ids.includes(id)).map(link);
  const tests = [...new Set(links)].join(', ');
  return `- **${id}** ${text}${tests === '' ? '' : ` (${tests})`}`;
}

function link({ title, path }: Proof): string {
  const name = /%[#sdij]/.test(title) ? (path.split('/').at(-1) ?? path) : title;
  return `[${name.replaceAll(/[[\]<>*_`]/g, (sign) => `\\${sign}`)}](../${path})`;
}

/** One row of docs/aws-batch.md. */
export interface Fact {
  id: string;
  text: string;
  /** Strength and source. */
  source: string;
  /** Names of operations, or `all`. */
  operations: readonly string[];
  /** Whether its section tells what is refused, or what happens. */
  kind: 'refused' | 'happens';
}

export interface FactList {
  facts: readonly Fact[];
  /** Ids under 'Not yet proved'. */
  unproved: readonly string[];
}

const ID = /^[A-Z]+(?:-[A-Z]+)*-\d+$/;
const UNPROVED = 'Not yet proved';

/** Reads docs/aws-batch.md. Throws where a row is none, an id stands twice, or a section names no operations. */
export function readFacts(markdown: string): FactList {
  const facts: Fact[] = [];
  const unproved: string[] = [];
  let section = '';
  let heading = '';
  let operations: string[] = [];
  for (const line of markdown.split('\n')) {
    const title = /^(#{2,3}) (.*)$/.exec(line);
    if (title !== null) {
      if (title[1] === '##') section = title[2] ?? '';
      heading = title[2] ?? '';
      operations = [];
    } else if (line.startsWith('Operations: ')) operations = line.slice('Operations: '.length).split(', ');
    else if (section === UNPROVED) unproved.push(...[...line.matchAll(/[A-Z]+(?:-[A-Z]+)*-\d+/g)].map(([id]) => id));
    else if (/^\| (?!Id |-)/.test(line)) {
      const fact = { ...readRow(line), operations, kind: heading.endsWith('refused') ? 'refused' : 'happens' } as const;
      if (operations.length === 0) throw new Error(`${heading}: a line 'Operations: …' is missing.`);
      if (facts.some(({ id }) => id === fact.id)) throw new Error(`${fact.id} stands twice.`);
      facts.push(fact);
    }
  }
  return { facts, unproved };
}

function readRow(line: string): Pick<Fact, 'id' | 'text' | 'source'> {
  const [before, id = '', text = '', source = '', after, ...more] = line.split('|').map((cell) => cell.trim());
  if (before !== '' || after !== '' || more.length > 0 || !ID.test(id) || text === '') {
    throw new Error(`No row of a fact: ${line}`);
  }
  if (!/^(documented|seen|assumed)\b/.test(source)) throw new Error(`${id} has no strength: ${source}`);
  return { id, text, source };
}

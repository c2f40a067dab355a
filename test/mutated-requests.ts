import type { Unsigned } from './signed-request';

/** Numbers by a seed, 0 to 1. */
export function numbersOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A request that was good before something was done to it; `after` holds what is done once it is signed. */
export interface Mutant {
  request: Required<Pick<Unsigned, 'method' | 'path' | 'headers'>> & { body: Buffer };
  after: (headers: Record<string, string>) => Record<string, string>;
}

const GOOD: readonly [string, object][] = [
  ['submitjob', { jobName: 'm', jobQueue: 'main', jobDefinition: 'quick', tags: { a: 'b' } }],
  ['submitjob', { jobName: 'm', jobQueue: 'main', jobDefinition: 'quick', arrayProperties: { size: 3 } }],
  ['listjobs', { jobQueue: 'main', jobStatus: 'RUNNABLE', maxResults: 5 }],
  ['describejobs', { jobs: ['x', 'y'] }],
  [
    'registerjobdefinition',
    { jobDefinitionName: 'd', type: 'container', containerProperties: { image: 'i', vcpus: 1, memory: 64 } },
  ],
  ['updatejobqueue', { jobQueue: 'main', priority: 3 }],
  ['describecomputeenvironments', { computeEnvironments: ['fleet'] }],
  ['terminatejob', { jobId: 'x', reason: 'r' }],
];
const VALUES: readonly unknown[] = [
  null,
  '',
  'x'.repeat(300),
  -1,
  1e21,
  0.5,
  true,
  [],
  {},
  [null],
  { a: { b: [] } },
  '\u0000',
  '\ud800',
];

/** One mutated request by the numbers of a seed. */
export function mutant(next: () => number): Mutant {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const [operation, input] = pick(GOOD);
  const request = { method: 'POST', path: `/v1/${operation}`, headers: {}, body: Buffer.from(JSON.stringify(input)) };
  const same = (headers: Record<string, string>) => headers;
  const noise = () => Math.floor(next() * 256);
  const kinds: (() => Mutant)[] = [
    () => ({ request, after: same }),
    () => {
      const member = pick(Object.keys(input));
      const changed = { ...input, [member]: pick(VALUES) };
      return { request: { ...request, body: Buffer.from(JSON.stringify(changed)) }, after: same };
    },
    () => {
      const body = Buffer.from(request.body);
      for (let n = 0; n < 1 + next() * 4; n++) body[Math.floor(next() * body.length)] = noise();
      return { request: { ...request, body }, after: same };
    },
    () => ({
      request: { ...request, body: request.body.subarray(0, Math.floor(next() * request.body.length)) },
      after: same,
    }),
    () => ({
      request: { ...request, path: `${request.path}${pick(['/', '/..', '?a=b&a=%20', '%2f', '/x', '?'])}` },
      after: same,
    }),
    () => ({ request: { ...request, path: `/v1/tags/${pick(['', 'x', '%00', 'arn%3Aaws', '%C3%A4'])}` }, after: same }),
    () => ({ request: { ...request, method: pick(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) }, after: same }),
    () => ({ request, after: (headers) => ({ ...headers, authorization: cut(headers.authorization ?? '', next) }) }),
    () => ({
      request,
      after: (headers) => ({ ...headers, 'x-amz-date': pick(['', '20200101T000000Z', 'now', '99999999T999999Z']) }),
    }),
    () => ({
      request: { ...request, headers: { 'content-encoding': pick(['gzip', 'br', 'identity', '']) } },
      after: same,
    }),
    () => ({
      request: { ...request, headers: { 'x-amz-content-sha256': pick(['UNSIGNED-PAYLOAD', 'x']) } },
      after: same,
    }),
  ];
  return pick(kinds)();
}

function cut(text: string, next: () => number): string {
  const from = Math.floor(next() * text.length);
  return text.slice(0, from) + text.slice(from + 1 + Math.floor(next() * 8));
}

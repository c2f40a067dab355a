import { readdirSync, readFileSync } from 'node:fs';
import { OPERATIONS_OF_API } from '@/lib/protocol';
import { KEPT_MEMBERS } from '@/lib/simulator';
import type { SourceText } from '../tidy/source';
import { apiDoc } from './api-doc';
import { type FactList, readFacts } from './facts';
import { type Proof, proofsOf } from './proofs';

const FOLDERS = ['app', 'components', 'e2e', 'lib'];

function testFiles(): SourceText[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
    .filter((path) => /\.(test|spec)\.tsx?$/.test(path))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What docs/aws-batch.md says, and the tests of the project that name its facts. */
export function factsAndProofs(): FactList & { proofs: Proof[] } {
  return { ...readFacts(readFileSync('docs/aws-batch.md', 'utf8')), proofs: testFiles().flatMap(proofsOf) };
}

/** What is wrong between facts and tests, a sentence each. */
export function findGaps({ facts, unproved }: FactList, proofs: readonly Proof[]): string[] {
  const known = new Set(facts.map(({ id }) => id));
  const proved = new Set(proofs.flatMap(({ ids }) => ids));
  return [
    ...proofs.flatMap(({ path, title, ids }) =>
      ids
        .filter((id) => !known.has(id))
        .map((id) => `${path}: '${title}' names ${id}, which docs/aws-batch.md does not have`),
    ),
    ...facts
      .filter(({ id }) => !proved.has(id) && !unproved.includes(id))
      .map(({ id, text }) => `${id} has no test: ${text}`),
    ...unproved.filter((id) => proved.has(id)).map((id) => `${id} is proved: take it from 'Not yet proved'`),
    ...unproved.filter((id) => !known.has(id)).map((id) => `${id} under 'Not yet proved' is no fact`),
  ];
}

/** What docs/API.md has to be. */
export function currentApiDoc(): string {
  const operations = [...OPERATIONS_OF_API.values()].map(({ name, method, path, input }) => ({
    name,
    method,
    path,
    required: input.members.filter((member) => member.required).map((member) => member.name),
  }));
  return apiDoc({ ...factsAndProofs(), operations, kept: KEPT_MEMBERS });
}

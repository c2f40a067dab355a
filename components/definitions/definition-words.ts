import type { DefinitionPage, DefinitionPlatform, DefinitionType, RevisionRow, RevisionSeries } from '@/lib/history';
import { changeWords } from '../changes/change-words';
import { diffDocuments, IDENTITY_MEMBERS } from '../changes/diff-documents';
import { formatCount, formatNumber, formatPercent } from '../format/number';

/** What cannot be compared between two revisions: each has its own. */
export const REVISION_MEMBERS: readonly string[] = [...IDENTITY_MEMBERS, 'jobDefinitionName'];

const PLATFORM: Readonly<Record<DefinitionPlatform, string>> = {
  EC2: 'EC2',
  FARGATE: 'Fargate',
  MANAGED_INSTANCES: 'Managed Instances',
  EKS: 'EKS',
};

/** Where and how a definition runs: `EC2`, `Fargate`, `EC2 multi-node`. */
export function kindWord(definition: { type: DefinitionType; platform: DefinitionPlatform }): string {
  return definition.type === 'multinode'
    ? `${PLATFORM[definition.platform]} multi-node`
    : PLATFORM[definition.platform];
}

/** Jobs of a revision that ended. */
export const endedOf = (revision: RevisionRow) => revision.succeeded + revision.failed;

/** Jobs of a revision, whatever became of them. */
export const jobsOf = (revision: RevisionRow) => endedOf(revision) + revision.waiting + revision.running;

/** What a revision changed against the one before it, in a few words. */
export function revisionTitle(revision: RevisionRow, older: RevisionRow | undefined): string {
  if (older === undefined) return revision.revision === 1 ? 'first revision' : 'oldest that was recorded';
  if (revision.document === null || older.document === null) return 'older';
  const { changes } = diffDocuments(older.document, revision.document, { ignore: REVISION_MEMBERS });
  return changes.length === 0 ? 'the same again' : changeWords(changes);
}

/** Fewer ended jobs than this say nothing about a revision. */
const N_MIN = 20;
/** A share of failures this much higher, and half as much again, is worse. */
const WORSE_BY = 0.02;

const shareFailed = (revision: RevisionRow) => (endedOf(revision) === 0 ? 0 : revision.failed / endedOf(revision));

/** Whether the jobs of a revision fail clearly more often than those of the one before it. */
export function failsMore(revision: RevisionRow, older: RevisionRow | undefined): boolean {
  if (older === undefined || endedOf(revision) < N_MIN || endedOf(older) < N_MIN) return false;
  const [now, before] = [shareFailed(revision), shareFailed(older)];
  return now - before >= WORSE_BY && now >= before * 1.5;
}

/** The page's answer: what the newest revision changed, and whether it did good. */
export function definitionSentence(page: DefinitionPage): string {
  const [newest] = page.revisions.filter((revision) => revision.status === 'ACTIVE');
  if (newest === undefined) return 'No revision is active: no job can be submitted with it.';
  const name = `Revision ${newest.revision}`;
  const older = page.revisions.find((one) => one.revision < newest.revision && endedOf(one) > 0);
  if (jobsOf(newest) === 0) {
    return older === undefined
      ? `${name} has run no job yet.`
      : `${name} has run no job yet; ${older.revision} ran ${formatCount(endedOf(older), 'job')}.`;
  }
  const waiting = newest.waiting > 0 && endedOf(newest) === 0 && newest.running === 0;
  if (waiting) {
    const [verb, none] = newest.waiting === 1 ? ['waits', 'it has not started'] : ['wait', 'none has started'];
    return `${formatCount(newest.waiting, 'job')} of revision ${newest.revision} ${verb}, and ${none}.`;
  }
  const rate = `${formatPercent(newest.failed, endedOf(newest))} of ${formatCount(endedOf(newest), 'job')}`;
  if (older !== undefined && failsMore(newest, older)) {
    return `${name} fails more: ${rate}, where ${older.revision} failed ${formatPercent(older.failed, endedOf(older))} of ${formatNumber(endedOf(older))}.`;
  }
  if (endedOf(newest) === 0) return `${name}: ${formatCount(newest.running, 'job')} running, none has ended yet.`;
  return newest.failed === 0
    ? `${name} ended ${formatCount(endedOf(newest), 'job')}, and none failed.`
    : `${name} failed ${rate}.`;
}

/** Active revisions that no recorded job used, but for the newest: nothing depends on them. */
export function unusedRevisions(page: DefinitionPage): RevisionRow[] {
  const active = page.revisions.filter((revision) => revision.status === 'ACTIVE');
  return active.slice(1).filter((revision) => jobsOf(revision) === 0);
}

/** The two revisions to lay over each other: those asked for, else the newest active against the one before it. A is the older. */
export function chosenRevisions(
  revisions: readonly RevisionRow[],
  asked: { from: number | null; revision: number | null },
): { a: RevisionRow | null; b: RevisionRow | null } {
  const find = (number: number | null) => revisions.find((one) => one.revision === number) ?? null;
  const b = find(asked.revision) ?? revisions.find((one) => one.status === 'ACTIVE') ?? revisions[0] ?? null;
  if (b === null) return { a: null, b: null };
  const wanted = find(asked.from);
  const a = wanted === null || wanted === b ? (revisions.find((one) => one.revision < b.revision) ?? null) : wanted;
  return a !== null && a.revision > b.revision ? { a: b, b: a } : { a, b };
}

/** The chart of jobs by revision in one sentence. */
export function seriesSentence(name: string, series: RevisionSeries): string {
  const sum = (of: (bucket: RevisionSeries['buckets'][number]) => number) =>
    series.buckets.reduce((total, bucket) => total + of(bucket), 0);
  const revisions = new Set(series.buckets.map((bucket) => bucket.revision)).size;
  return `Jobs of ${name}: ${formatCount(
    sum((bucket) => bucket.jobs),
    'job',
  )} of ${formatCount(revisions, 'revision')}, ${formatNumber(sum((bucket) => bucket.failed))} failed, ${formatNumber(sum((bucket) => bucket.waiting))} waiting`;
}

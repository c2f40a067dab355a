import { createHash } from 'node:crypto';
import { cookies } from 'next/headers';
import { failure } from '@/app/api/answer';
import { sessionOf } from '@/app/api/request-session';
import {
  type AuditSubject,
  addressOf,
  auditAttempt,
  auditOutcome,
  isOwnOrigin,
  may,
  requestFacts,
  rolesThatMay,
} from '@/lib/access';
import { storeWorkload } from '@/lib/live-simulator';
import { type Runtime, runtime } from '@/lib/runtime';
import { encodeRows, parseWorkload, summariseWorkload, type Workload } from '@/lib/workloads';

/** 64 MiB of the file as it is sent, so gzipped where it is. */
export const MOST_UPLOAD_BYTES = 64 * 2 ** 20;

const TOO_LARGE = 'The file is larger than 64 MB. Send it gzipped, or a part of it.';

class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** Checks who sends, reads the body as it streams in, and keeps the parsed rows. Nothing is kept of what is refused. */
export async function receiveUpload(request: Request): Promise<Response> {
  const jar = await cookies();
  const facts = requestFacts(request.headers, (name) => jar.get(name)?.value);
  if (!isOwnOrigin(facts)) return failure(403, 'forged', 'This upload did not come from a page of this portal.');
  const running = await runtime();
  const signedIn = await sessionOf(running);
  if (signedIn === null) return failure(401, 'signed-out', 'You are signed out: sign in and send the file again.');
  if (!may(signedIn.user.role, 'simulator.control')) {
    const who = rolesThatMay('simulator.control').join(' or ');
    return failure(403, 'forbidden', `This needs the role ${who}; yours is ${signedIn.user.role}.`);
  }
  const fileName = nameOf(new URL(request.url).searchParams.get('name'));
  const subject: AuditSubject = {
    actorId: signedIn.user.id,
    actor: signedIn.user.email,
    action: 'workload.upload',
    permission: 'simulator.control',
    address: addressOf(facts),
    userAgent: facts.userAgent,
    subject: fileName,
  };
  const attemptId = await auditAttempt(running.prisma, running.clock(), subject);
  const { response, outcome } = await take(running, request, fileName);
  await auditOutcome(running.prisma, running.clock(), attemptId, subject, outcome);
  return response;
}

type Outcome = Parameters<typeof auditOutcome>[4];

async function take(
  running: Runtime,
  request: Request,
  fileName: string,
): Promise<{ response: Response; outcome: Outcome }> {
  const refuse = (status: number, code: string, message: string) => ({
    response: failure(status, code, message, { connection: 'close' }),
    outcome: { phase: 'failed', error: { code, message } } as const,
  });
  if (Number(request.headers.get('content-length') ?? 0) > MOST_UPLOAD_BYTES)
    return refuse(413, 'too-large', TOO_LARGE);
  if (request.body === null) return refuse(400, 'empty', 'The file is empty.');
  const hash = createHash('sha256');
  try {
    const parsed = await parseWorkload(counted(request.body, hash), { fileName, sha256: () => hash.digest('hex') });
    if (!parsed.ok) return refuse(400, parsed.error.code, parsed.error.message);
    const kept = await keep(running, parsed.workload, fileName);
    const outcome = { phase: 'succeeded', after: { hash: kept.hash, format: kept.format, jobs: kept.jobs } } as const;
    return { response: Response.json(kept, { headers: { 'cache-control': 'no-store' } }), outcome };
  } catch (error) {
    if (error instanceof Error && error.name === 'TooLargeError') return refuse(413, 'too-large', TOO_LARGE);
    if (request.signal.aborted) return refuse(400, 'cut-short', 'The upload was broken off before its end.');
    console.error('An upload failed:', error);
    return refuse(500, 'internal', 'The file could not be kept; the server’s log says why.');
  }
}

async function* counted(body: ReadableStream<Uint8Array>, hash: ReturnType<typeof createHash>) {
  let bytes = 0;
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.byteLength;
      if (bytes > MOST_UPLOAD_BYTES) throw new TooLargeError();
      hash.update(next.value);
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function keep(running: Runtime, workload: Workload, fileName: string) {
  const full = summariseWorkload(workload);
  const { arrivals } = full;
  const summary = { ...full, arrivals: { bucketMs: arrivals.bucketMs, counts: Array.from(arrivals.counts) } };
  const { sha256: hash, format, name, rows } = workload;
  const blob = { hash, fileName, format, jobs: rows.count, summary, rows: encodeRows(rows) };
  await storeWorkload(running.pool, blob, running.clock());
  return { hash, name, fileName, format, jobs: rows.count, summary };
}

/** A file's name without folders and control characters; what is left empty is called workload. */
function nameOf(given: string | null): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 200) || 'workload'
  );
}

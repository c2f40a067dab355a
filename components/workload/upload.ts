import type { WorkloadSummary } from '@/lib/workloads';

/** What the server answers to an uploaded workload. */
export interface UploadedWorkload {
  hash: string;
  /** Stem of the file; its jobs get a definition of this name. */
  name: string;
  fileName: string;
  format: WorkloadSummary['format'];
  jobs: number;
  summary: Omit<WorkloadSummary, 'arrivals'> & { arrivals: { bucketMs: number; counts: number[] } };
}

export type UploadResult = { ok: true; workload: UploadedWorkload } | { ok: false; message: string };

/** The answer is made by the upload's route from this very shape, so it is trusted once it parses as an object. */
function workloadOf(body: unknown): UploadedWorkload | null {
  return typeof body === 'object' && body !== null && 'hash' in body && 'summary' in body
    ? (body as UploadedWorkload)
    : null;
}

function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? error.message
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Streams a file to the portal; `onProgress` tells the bytes sent. Give `signal` to break it off. Never rejects. */
export function uploadWorkload(
  file: File,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<UploadResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (result: UploadResult) => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      const workload = request.status === 200 ? workloadOf(body) : null;
      if (workload !== null) end({ ok: true, workload });
      else end({ ok: false, message: messageOf(body) ?? `The portal answered ${request.status} and no reason.` });
    });
    request.addEventListener('error', () =>
      end({ ok: false, message: 'The upload broke off: the portal does not answer, or it refused the file early.' }),
    );
    request.addEventListener('abort', () => end({ ok: false, message: 'The upload was stopped.' }));
    signal.addEventListener('abort', stop);
    request.open('POST', `/api/workloads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

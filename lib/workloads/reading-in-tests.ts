import { type ParseOptions, parseWorkload, type Workload, type WorkloadError } from '.';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const options = { fileName: 'file.txt', sha256: 'aa' };

export async function read(source: string | Uint8Array, more: Partial<ParseOptions> = {}): Promise<Workload> {
  const result = await parseWorkload(typeof source === 'string' ? bytesOf(source) : source, { ...options, ...more });
  if (!result.ok) throw result.error;
  return result.workload;
}

export async function refused(source: string | Uint8Array, more: Partial<ParseOptions> = {}): Promise<WorkloadError> {
  const result = await parseWorkload(typeof source === 'string' ? bytesOf(source) : source, { ...options, ...more });
  if (result.ok) throw new Error('it was read');
  return result.error;
}

/** SWF of 18 columns; those not given are -1. */
export function swfLine(columns: Record<number, string | number>): string {
  return Array.from({ length: 18 }, (_, index) => columns[index + 1] ?? -1).join(' ');
}

export async function* cut(bytes: Uint8Array, at: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

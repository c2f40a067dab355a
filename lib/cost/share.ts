/** A whole instance, in the unit of shares. Times the ms of an hour it stays below 2^53. */
export const WHOLE = 1_000_000_000;

interface Size {
  vcpus: number;
  memoryMib: number;
  gpus: number;
}

/**
 * The largest of a job's shares of the registered vCPU, usable memory and GPU; at most the whole. Rounded
 * down, so that jobs that fit never seem to ask for more than there is.
 */
export function shareOf(needs: { milliVcpus: number; memoryMib: number; gpus: number }, size: Size): number {
  const vcpu = size.vcpus > 0 ? (needs.milliVcpus * WHOLE) / (size.vcpus * 1000) : 0;
  const memory = size.memoryMib > 0 ? (needs.memoryMib * WHOLE) / size.memoryMib : 0;
  const gpu = size.gpus > 0 ? (needs.gpus * WHOLE) / size.gpus : 0;
  return Math.min(WHOLE, Math.floor(Math.max(vcpu, memory, gpu)));
}

/** When a job was on an instance, and the share it asks; `to` is Infinity while it goes on. */
export interface Presence {
  from: number;
  to: number;
  share: number;
}

/** How a stretch of an instance's time divides: weights in shares times ms; they and `unused` and `idle` fill the stretch. */
export interface Division {
  weights: number[];
  unused: number;
  idle: number;
  busyMs: number;
}

/** Divides [from, to) among the presences in it; where their shares exceed the whole they are scaled down. */
export function divide(from: number, to: number, presences: readonly Presence[]): Division {
  const edges: { at: number; index: number; enters: boolean }[] = [];
  presences.forEach((presence, index) => {
    const start = Math.max(from, presence.from);
    const end = Math.min(to, presence.to);
    if (end > start) edges.push({ at: start, index, enters: true }, { at: end, index, enters: false });
  });
  edges.sort((a, b) => a.at - b.at || Number(a.enters) - Number(b.enters) || a.index - b.index);
  const weights: number[] = new Array(presences.length).fill(0);
  const active = new Set<number>();
  let sum = 0;
  let busyMs = 0;
  let given = 0;
  let last = from;
  for (const edge of edges) {
    const elapsed = edge.at - last;
    if (elapsed > 0 && active.size > 0) {
      busyMs += elapsed;
      given += allot(active, presences, weights, sum, elapsed);
    }
    last = edge.at;
    const share = presences[edge.index]?.share ?? 0;
    if (edge.enters) active.add(edge.index);
    else active.delete(edge.index);
    sum += edge.enters ? share : -share;
  }
  return { weights, unused: WHOLE * busyMs - given, idle: WHOLE * (to - from - busyMs), busyMs };
}

function allot(
  active: ReadonlySet<number>,
  presences: readonly Presence[],
  weights: number[],
  sum: number,
  elapsed: number,
): number {
  let given = 0;
  for (const index of active) {
    const part = allotted(presences[index]?.share ?? 0, sum) * elapsed;
    weights[index] = (weights[index] ?? 0) + part;
    given += part;
  }
  return given;
}

/** What a share comes to where so much is asked in all. */
function allotted(asked: number, sum: number): number {
  return sum > WHOLE ? Math.floor((asked / sum) * WHOLE) : asked;
}

/** The weight that `divide` gives to one presence among others (which may name it too), without reckoning theirs. */
export function weightAmong(own: Presence, others: Iterable<Presence>, from: number, to: number): number {
  const start = Math.max(from, own.from);
  const end = Math.min(to, own.to);
  const edges: { at: number; share: number }[] = [];
  for (const other of others) {
    if (other === own) continue;
    const enters = Math.max(start, other.from);
    const leaves = Math.min(end, other.to);
    if (leaves > enters) edges.push({ at: enters, share: other.share }, { at: leaves, share: -other.share });
  }
  edges.sort((a, b) => a.at - b.at);
  let sum = own.share;
  let weight = 0;
  let last = start;
  for (const edge of edges) {
    weight += allotted(own.share, sum) * (edge.at - last);
    last = edge.at;
    sum += edge.share;
  }
  return end > last ? weight + allotted(own.share, sum) * (end - last) : weight;
}

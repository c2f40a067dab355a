import { refuseValue } from './refusals';

/** Nodes `first` to `last`, both included. */
export interface NodeRange {
  first: number;
  last: number;
  /** `4:` and `:`: it ends where the nodes do. */
  isOpen: boolean;
}

const RANGE = /^(\d{0,4})(?:(:)(\d{0,4}))?$/;

/** Reads `0:3`, `:3`, `4:` and `2` over `count` nodes; AWS's refusal of anything else. */
export function parseRange(targetNodes: string, count: number): NodeRange {
  const [, from = '', colon, to = ''] = RANGE.exec(targetNodes) ?? [];
  if (!RANGE.test(targetNodes) || targetNodes === '') refuseValue('targetNodes should contain only digits.');
  const first = from === '' ? 0 : Number(from);
  const isOpen = colon !== undefined && to === '';
  const last = colon === undefined ? first : isOpen ? count - 1 : Number(to);
  if (first > last || last >= count) {
    refuseValue(`Node Range Properties target nodes ${targetNodes} are out of range.`);
  }
  return { first, last, isOpen };
}

/** For each node the number of the range that is its own: of those that hold it the narrowest, of equals the later; or -1. */
export function ownRanges(ranges: readonly NodeRange[], count: number): number[] {
  const own: number[] = Array.from({ length: count }, () => -1);
  const width = (number: number): number => {
    const range = ranges[number];
    return range === undefined ? Number.POSITIVE_INFINITY : range.last - range.first;
  };
  for (const [number, { first, last }] of ranges.entries()) {
    for (let node = first; node <= last; node++) {
      if (width(number) <= width(own[node] ?? -1)) own[node] = number;
    }
  }
  return own;
}

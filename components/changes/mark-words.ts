/** A stretch of a line. `marked` is what differs from the line beside it; `isKey` the name of a member. */
export interface LinePart {
  text: string;
  isKey: boolean;
  marked: boolean;
}

const TOKEN = /"(?:[^"\\]|\\.)*"(?=\s*:)|[\p{L}\p{N}_.-]+|\s+|./gsu;
const KEY = /^".*"$/su;
/** Above this many comparisons only what leads and trails alike is told apart. */
const CELLS_MAX = 250_000;

interface Token {
  text: string;
  isKey: boolean;
}

function tokensOf(text: string): Token[] {
  return (text.match(TOKEN) ?? []).map((token) => ({ text: token, isKey: token.length > 1 && KEY.test(token) }));
}

function joined(tokens: readonly Token[], isMarked: (index: number) => boolean): LinePart[] {
  const parts: LinePart[] = [];
  tokens.forEach((token, index) => {
    const last = parts.at(-1);
    const marked = isMarked(index);
    if (last !== undefined && last.marked === marked && last.isKey === token.isKey) last.text += token.text;
    else parts.push({ ...token, marked });
  });
  return parts;
}

/** The parts of a line that stands alone. */
export function partsOf(text: string): LinePart[] {
  return joined(tokensOf(text), () => false);
}

/** The longest common subsequence of two lists of texts: pairs of indices, in order. */
export function commonPairs(left: readonly string[], right: readonly string[]): [number, number][] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let [endLeft, endRight] = [left.length, right.length];
  while (endLeft > start && endRight > start && left[endLeft - 1] === right[endRight - 1]) {
    endLeft -= 1;
    endRight -= 1;
  }
  const head = Array.from({ length: start }, (_, index): [number, number] => [index, index]);
  const tail = Array.from({ length: left.length - endLeft }, (_, index): [number, number] => [
    endLeft + index,
    endRight + index,
  ]);
  const [rows, columns] = [endLeft - start, endRight - start];
  if (rows === 0 || columns === 0 || rows * columns > CELLS_MAX) return [...head, ...tail];
  const middle = longest(left.slice(start, endLeft), right.slice(start, endRight));
  return [...head, ...middle.map(([a, b]): [number, number] => [a + start, b + start]), ...tail];
}

function longest(left: readonly string[], right: readonly string[]): [number, number][] {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [row, column] = [0, 0];
  while (row < left.length && column < right.length) {
    if (left[row] === right[column]) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Two versions of a line, each with the words marked that the other does not have. */
export function markWords(before: string, after: string): { before: LinePart[]; after: LinePart[] } {
  const [left, right] = [tokensOf(before), tokensOf(after)];
  const pairs = commonPairs(
    left.map((token) => token.text),
    right.map((token) => token.text),
  );
  const keptLeft = new Set(pairs.map(([index]) => index));
  const keptRight = new Set(pairs.map(([, index]) => index));
  return {
    before: joined(left, (index) => !keptLeft.has(index)),
    after: joined(right, (index) => !keptRight.has(index)),
  };
}

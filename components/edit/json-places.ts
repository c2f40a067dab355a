import { pathOf, pathText, type Span } from '@/lib/forms';

/** Where a member stands, or the nearest one above it that stands anywhere; null where that is the whole text. */
export function spanOf(spans: ReadonlyMap<string, Span>, path: string): Span | null {
  for (let steps = pathOf(path); steps.length > 0; steps = steps.slice(0, -1)) {
    const span = spans.get(pathText(steps));
    if (span !== undefined) return span;
  }
  return null;
}

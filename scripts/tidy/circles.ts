import type { Source } from './source';

/** Every import circle between files, once each, from its first path in order. Imports of types count. */
export function findCircles(sources: readonly Source[]): string[][] {
  const byTarget = new Map(sources.map((source) => [source.path.replace(/(\/index)?\.(mjs|tsx?)$/, ''), source]));
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (source: Source, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(source.path);
    if (seenAt >= 0) circles.push([...trail.slice(seenAt), source.path]);
    if (seenAt >= 0 || done.has(source.path)) return;
    for (const { target } of source.imports) {
      const next = target === null ? undefined : byTarget.get(target);
      if (next) visit(next, [...trail, source.path]);
    }
    done.add(source.path);
  };
  for (const source of sources) visit(source, []);
  return circles;
}

/** What is wrong with a call: `path` names the member (`computeResources.subnets[0]`; empty for the whole), `message` is a sentence. */
export interface Problem {
  path: string;
  message: string;
}

/** The steps to a member: names of members and indices of lists. */
export type Path = readonly (string | number)[];

/** A path as a text: `computeResources.subnets[0]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** The steps of a text that pathText wrote. A member whose name holds a dot or a bracket can not be told apart. */
export function pathOf(text: string): Path {
  return text === '' ? [] : [...text.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Whether `path` is `base` or lies beneath it. */
export function isAtOrBelow(path: string, base: string): boolean {
  return path === base || base === '' || path.startsWith(`${base}.`) || path.startsWith(`${base}[`);
}

import type { Problem } from './problem';

/** Collects what is wrong, by path, in the order it is found; each place keeps its first sentence only. */
export class Findings {
  private readonly found = new Map<string, string>();

  add(path: string, message: string): void {
    if (!this.found.has(path)) this.found.set(path, message);
  }

  /** Adds a sentence where `isBroken`. */
  when(isBroken: boolean, path: string, message: string): void {
    if (isBroken) this.add(path, message);
  }

  /** A whole number within bounds, where one is given. */
  range(value: number | undefined, path: string, what: string, least: number, most: number): void {
    if (value === undefined || (value >= least && value <= most)) return;
    this.add(path, `${what} is a number from ${grouped(least)} to ${grouped(most)}.`);
  }

  /** All of them after those of the shape; at one path ours takes the place of a bare 'is required', else the shape's stands. */
  after(shape: readonly Problem[]): Problem[] {
    const wrong = new Set(shape.filter(({ message }) => !message.endsWith(' is required.')).map(({ path }) => path));
    const ours = [...this.found].filter(([path]) => !wrong.has(path)).map(([path, message]) => ({ path, message }));
    return [...shape.filter(({ path }) => wrong.has(path) || !this.found.has(path)), ...ours];
  }
}

/** A number with commas between thousands. */
export function grouped(value: number): string {
  const [whole = '', part] = String(value).split('.');
  const text = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? text : `${text}.${part}`;
}

export const RESOURCE_NAME = /^[A-Za-z0-9_-]{1,128}$/;

/** Names of environments, queues, definitions and policies (AWS: 1-128 of letters, digits, - and _). */
export function checkResourceName(found: Findings, name: string | undefined, path: string): void {
  if (name === undefined) return;
  if (name === '') found.add(path, 'Give a name.');
  else if (name.length > 128) found.add(path, `A name has at most 128 characters; this has ${grouped(name.length)}.`);
  else if (!RESOURCE_NAME.test(name)) found.add(path, 'A name has letters, digits, hyphens and underscores only.');
}

/** AWS's rules on tags: at most 50, keys of 1-128 and values of at most 256 characters, none that begins with `aws:`. */
export function checkTags(found: Findings, tags: Partial<Record<string, string>> | undefined, path: string): void {
  const entries = Object.entries(tags ?? {});
  found.when(entries.length > 50, path, `At most 50 tags; these are ${entries.length}.`);
  for (const [key, value = ''] of entries) {
    const at = `${path}.${key}`;
    if (key === '') found.add(path, 'A tag has a name.');
    else if (key.length > 128) found.add(at, 'The name of a tag has at most 128 characters.');
    else if (value.length > 256)
      found.add(at, `The value of ${key} has at most 256 characters; this has ${grouped(value.length)}.`);
    else if (/^aws:/i.test(key)) found.add(at, 'Names of tags that begin with aws: are kept for AWS.');
  }
}

/** A role by its name or ARN. */
export function checkRole(found: Findings, role: string | undefined, path: string, place: string): void {
  if (role === undefined || role === '') return;
  const isArn = /^arn:aws[\w-]*:iam::\d{12}:(role|instance-profile)\/[\w+=,.@/-]+$/.test(role);
  if (!isArn && !/^[\w+=,.@/-]{1,576}$/.test(role)) found.add(path, `${place} is the name or the ARN of a role.`);
}

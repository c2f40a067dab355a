/** What a key does anywhere in the portal; `keys` is what it is unless a person chose another (tinykeys' syntax). */
export const KEY_COMMANDS = {
  'go-overview': { keys: 'g o', does: 'Go to Overview' },
  'go-jobs': { keys: 'g j', does: 'Go to Jobs' },
  'go-queues': { keys: 'g q', does: 'Go to Queues' },
  'go-environments': { keys: 'g e', does: 'Go to Environments' },
  'go-definitions': { keys: 'g d', does: 'Go to Definitions' },
  'go-lab': { keys: 'g l', does: 'Go to the Lab' },
  'go-activity': { keys: 'g a', does: 'Go to Activity' },
  'create-job': { keys: 'c j', does: 'Submit a job' },
  'create-environment': { keys: 'c e', does: 'New environment' },
  'create-queue': { keys: 'c q', does: 'New queue' },
  'create-definition': { keys: 'c d', does: 'New definition' },
  'row-down': { keys: 'j', does: 'Row down' },
  'row-up': { keys: 'k', does: 'Row up' },
  'row-open': { keys: 'o', does: 'Open the row' },
  'row-select': { keys: 'x', does: 'Select the row' },
  'previous-sibling': { keys: '[', does: 'Previous of the list' },
  'next-sibling': { keys: ']', does: 'Next of the list' },
  query: { keys: '/', does: 'To the filter' },
  why: { keys: 'w', does: 'Why does it wait' },
  actions: { keys: '.', does: 'Actions of this thing' },
  table: { keys: 't', does: 'Chart as a table' },
  'clock-toggle': { keys: 'Space', does: 'Pause or run the simulated clock' },
  'clock-step': { keys: ',', does: 'Step to the next event' },
  list: { keys: '?', does: 'This list' },
} as const;

export type KeyCommand = keyof typeof KEY_COMMANDS;

/** What a person chose: whether single keys work at all, and other keys for some commands. */
export interface KeyChoices {
  on: boolean;
  keys: Partial<Record<KeyCommand, string>>;
}

export const DEFAULT_KEYS: KeyChoices = { on: true, keys: {} };
export const KEY_COMMAND_NAMES = Object.keys(KEY_COMMANDS).filter(isKeyCommand);

function isKeyCommand(text: string): text is KeyCommand {
  return Object.hasOwn(KEY_COMMANDS, text);
}

/** The key or keys of a command. */
export function keysOf(command: KeyCommand, choices: KeyChoices): string {
  return choices.keys[command] ?? KEY_COMMANDS[command].keys;
}

/** Narrows what was stored; what does not read is as if nothing had been chosen. */
export function parseKeyChoices(text: string | null): KeyChoices {
  if (text === null) return DEFAULT_KEYS;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null) return DEFAULT_KEYS;
    const on = !('on' in stored) || stored.on !== false;
    const chosen = 'keys' in stored && typeof stored.keys === 'object' && stored.keys !== null ? stored.keys : {};
    const keys: KeyChoices['keys'] = {};
    for (const [command, value] of Object.entries(chosen)) {
      if (isKeyCommand(command) && typeof value === 'string' && problemOfKeys(value) === null) keys[command] = value;
    }
    return { on, keys };
  } catch {
    return DEFAULT_KEYS;
  }
}

const ONE_KEY = /^(?:Space|[!-~])$/;

/** Why a text is no key or sequence of two; null where it is. */
export function problemOfKeys(text: string): string | null {
  const parts = text.split(' ');
  if (parts.length > 2) return 'One key, or two one after the other.';
  return parts.every((part) => ONE_KEY.test(part))
    ? null
    : 'A letter, a digit, a sign or Space; two with a blank between.';
}

/** Another command that has the same keys, or begins with them, so that only one of the two could be pressed. */
export function clashOf(command: KeyCommand, keys: string, choices: KeyChoices): KeyCommand | null {
  const clashes = (other: string) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `);
  return KEY_COMMAND_NAMES.find((name) => name !== command && clashes(keysOf(name, choices))) ?? null;
}

/** A binding for tinykeys. A sign may need Shift on one keyboard and not on another. */
export function bindingOf(keys: string): string {
  return keys
    .split(' ')
    .map((key) => (/^[a-z0-9]$|^Space$/.test(key) ? key : `[Shift]+${key}`))
    .join(' ');
}

/** What a command says of itself: seconds of sleep, exit code, lines it prints. Null where only running it would tell. */
export interface Script {
  runMs: number;
  exitCode: number;
  lines: string[];
}

const SHELLS = new Set(['sh', 'bash', '/bin/sh', '/bin/bash']);

/** Reads `["sleep","30"]`, `["echo","hi"]`, `["true"]`, `["false"]`, `["exit","3"]` and `["sh","-c","sleep 5; exit 3"]`. */
export function readCommand(command: readonly string[]): Script | null {
  const [program, option, text] = command;
  if (program === undefined) return null;
  if (SHELLS.has(program) && text !== undefined && option?.startsWith('-') && option.endsWith('c')) {
    return readShell(text);
  }
  return readWords(command);
}

function readShell(text: string): Script | null {
  const whole: Script = { runMs: 0, exitCode: 0, lines: [] };
  for (const part of text.split(/(&&|\|\||;|\n)/)) {
    const word = part.trim();
    if (word === '' || word === ';') continue;
    if (word === '&&' && whole.exitCode !== 0) return whole;
    if (word === '||' && whole.exitCode === 0) return whole;
    if (word === '&&' || word === '||') continue;
    const step = readWords(word.split(/\s+/).map(unquote));
    if (step === null) return null;
    whole.runMs += step.runMs;
    whole.exitCode = step.exitCode;
    whole.lines.push(...step.lines);
    if (word.startsWith('exit')) return whole;
  }
  return whole;
}

function unquote(word: string): string {
  return word.replace(/^(['"])(.*)\1$/, '$2');
}

function readWords(words: readonly string[]): Script | null {
  const [program, argument] = words;
  const name = program?.slice(program.lastIndexOf('/') + 1);
  if (name === 'true' || name === ':') return { runMs: 0, exitCode: 0, lines: [] };
  if (name === 'false') return { runMs: 0, exitCode: 1, lines: [] };
  if (name === 'echo') return { runMs: 0, exitCode: 0, lines: [words.slice(1).join(' ')] };
  if (name === 'exit') return { runMs: 0, exitCode: exitStatus(argument), lines: [] };
  if (name !== 'sleep') return null;
  const runMs = sleepMs(argument);
  return runMs === null
    ? { runMs: 0, exitCode: 1, lines: [`sleep: invalid time interval '${argument ?? ''}'`] }
    : { runMs, exitCode: 0, lines: [] };
}

function exitStatus(argument: string | undefined): number {
  const value = Number(argument ?? '0');
  return Number.isInteger(value) ? value & 255 : 2;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function sleepMs(argument: string | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(argument ?? '');
  if (match === null) return null;
  return Math.floor(Number(match[1]) * (UNIT_MS[match[2] || 's'] ?? 1000) + 0.5);
}

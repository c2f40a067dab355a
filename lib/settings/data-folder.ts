import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.mjs';
import { SetupError } from './setup-error';

/** Makes the data folder and checks that it can be written. Throws a SetupError that says what to do. */
export function openDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new SetupError(
      `The data folder ${folder} can't be written (${codeOf(error)}): make it writable for this user, or set BATCHDECK_DATA to a folder that is.`,
    );
  }
}

/** Writes a file whole or not at all, readable by this user only. */
export function writePrivateFile(path: string, content: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

/** BATCHDECK_SECRET, or the one that was generated at the first start and lies in the data folder. */
export function loadSecret(settings: { readonly secret?: string; readonly dataFolder: string }): string {
  if (settings.secret !== undefined) return settings.secret;
  openDataFolder(settings.dataFolder);
  const path = join(settings.dataFolder, 'secret');
  if (!existsSync(path)) writePrivateFile(path, `${randomBytes(32).toString('hex')}\n`);
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32) {
    throw new SetupError(
      `${path} is damaged: restore it from a backup, or set BATCHDECK_SECRET to the secret it held.`,
    );
  }
  return secret;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

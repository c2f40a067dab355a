import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';
import { SetupError } from '@/lib/settings';

/** The system account that Postgres runs as, where it can't be this process's own: Postgres refuses root. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY = 65_534;

/** Null where Postgres runs as the user of this process. */
export function postgresAccount(): PostgresAccount | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map((fields) => ({ name: fields[0], uid: Number(fields[2]), gid: Number(fields[3]) }))
    .filter(({ uid }) => uid > 0);
  const account =
    accounts.find(({ uid }) => uid === NOBODY) ?? accounts.find(({ name }) => name === 'postgres') ?? accounts[0];
  if (account === undefined) {
    throw new SetupError(
      'Postgres refuses to run as root and /etc/passwd names no other account: run npm start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: account.uid, gid: account.gid };
}

/** Hands a file or folder to the account. */
export function giveTo(account: PostgresAccount | null, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** Whether Postgres, as that account, can pass through every folder above and enter this one. */
export function canEnter(account: PostgresAccount | null, folder: string): boolean {
  if (account === null) return true;
  const run = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' });
  return run.status === 0;
}

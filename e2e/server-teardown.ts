import { rmSync } from 'node:fs';

/** Removes the data of the portal under test. */
export default function teardown(): void {
  const folder = process.env.BATCHDECK_E2E_DATA;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

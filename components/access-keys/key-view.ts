import type { ActionResult, Role } from '@/lib/access';
import type { MadeKey } from './key-lines';

/** A simulated connection that a key can be made for. */
export interface KeyConnection {
  id: number;
  slug: string;
  name: string;
  region: string;
}

/** What the page may do; server actions given by it. */
export interface KeyActions {
  make: (input: { connection: string; name: string; role: Role }) => Promise<ActionResult<MadeKey>>;
  revoke: (input: { id: string }) => Promise<ActionResult<{ id: string }>>;
}

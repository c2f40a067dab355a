import { batch } from './batch';
import type { Service } from './service';

/** By the service's name in a signature's credential scope. */
export const SERVICES: ReadonlyMap<string, Service> = new Map([['batch', batch]]);

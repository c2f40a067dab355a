import { z } from 'zod';
import { visibleText } from '@/lib/batch';

/** First parts of an address that are the portal's own. */
const RESERVED = new Set(['all', 'api', 'sign-in', 'setup', 'settings', 'welcome', 'join', 'activity', 'removed']);
const MOST_SCENARIO = 1_000_000;

const connection = z.string().min(1).max(100);
export const connectionName = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(60, 'At most 60 characters.')
  .refine((text) => visibleText(text) === text && !/[\n\t]/.test(text), 'A name has no hidden signs: type it anew.');
const seed = z.number().int('A seed is a whole number.').min(0, 'A seed is 0 or more.').max(999_999_999_999_999);
const document = z.string().max(MOST_SCENARIO, 'A scenario has at most 1,000,000 characters.').optional();

export const connectionSlug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'Up to 40 lower-case letters, digits and hyphens, no hyphen at an end.',
  )
  .refine((text) => !RESERVED.has(text), 'The portal’s own pages stand under this address: choose another.');

export const makeConnectionInput = z.object({
  slug: connectionSlug,
  name: connectionName,
  scenario: z.enum(['demo', 'empty', 'own']),
  document,
  seed: seed.optional(),
  speed: z.union([z.literal('max'), z.number().positive('A speed is above 0.').max(1_000_000_000)]).optional(),
});

export const renameConnectionInput = z.object({ connection, name: connectionName });

export const resetConnectionInput = z.object({
  connection,
  scenario: z.enum(['same', 'demo', 'empty', 'own']),
  document,
  seed: seed.optional(),
});

export const removeConnectionInput = z.object({ connection, typed: z.string().max(200) });

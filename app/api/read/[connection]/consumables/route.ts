import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { consumablesNow } from '@/app/consumable-reader';

/** All consumable resources: a list of `ConsumableRow`. */
export const GET = defineRead({ query: z.object({}), run: consumablesNow });

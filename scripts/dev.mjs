/** `npm run dev`: the portal from its sources, rebuilt as they change. */
import { serve } from './serve.mjs';

await serve('dev');

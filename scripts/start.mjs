/** `npm start`: from whatever state the folder is in to the portal's address. */
import { serve } from './serve.mjs';

await serve('start');

import 'server-only';
import { actionMakers } from '@/lib/access';
import { maskSecrets } from '@/lib/batch';
import { type Runtime, runtime } from '@/lib/runtime';
import { judge, type Target } from './judge-target';
import { currentRequest } from './session';

const makers = actionMakers<Runtime, Target>(async () => {
  const [request, running] = await Promise.all([currentRequest(), runtime()]);
  return {
    request,
    runtime: running,
    prisma: running.prisma,
    clock: running.clock,
    mask: (document) => maskSecrets(document),
    judge,
    report: (error, attemptId) => console.error(`Action ${attemptId} failed:`, error),
  };
});

/**
 * Makes a server action for people who are signed in and may. `on` says which connection it acts on and what it touches
 * there, or 'portal'; whatever is out of scope is refused before `run`.
 */
export const defineAction = makers.defineAction;
/** Makes a server action for people who are not signed in: sign-in and set-up only. */
export const defineOpenAction = makers.defineOpenAction;

/** Runs `run` when it is its turn; rejects with the signal's reason where that is aborted before. */
export type InTurn = <Answer>(run: () => Promise<Answer>, signal?: AbortSignal) => Promise<Answer>;

/** Lets at most `most` things be under way at once; the others wait, first come first served. */
export function turns(most: number): InTurn {
  let underWay = 0;
  const waiting = new Set<() => void>();
  const next = () => {
    const [first] = waiting;
    if (first === undefined || underWay >= most) return;
    waiting.delete(first);
    first();
  };
  const turn = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        waiting.delete(start);
        reject(signal?.reason);
      };
      const start = () => {
        signal?.removeEventListener('abort', onAbort);
        underWay += 1;
        resolve();
      };
      if (signal?.aborted === true) reject(signal.reason);
      else {
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.add(start);
        next();
      }
    });
  return async (run, signal) => {
    await turn(signal);
    try {
      return await run();
    } finally {
      underWay -= 1;
      next();
    }
  };
}

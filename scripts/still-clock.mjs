// @ts-check
/**
 * Preloaded into every process of a portal whose pictures are taken: wall time stands still at BATCHDECK_STILL_AT, so that a
 * moment that a page shows is the same in each run. Timers go on.
 */
const at = Date.parse(process.env.BATCHDECK_STILL_AT ?? '');
if (Number.isNaN(at)) throw new Error('BATCHDECK_STILL_AT must be a moment, such as 2026-06-01T09:00:00Z.');

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [at] : given, newTarget),
  apply: () => new Date(at).toString(),
  get: (target, name, receiver) => (name === 'now' ? () => at : Reflect.get(target, name, receiver)),
});

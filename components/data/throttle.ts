/** Runs `run` at once when asked after a pause, else once at the end of the pause, with everything gathered by then. */
export function gathered<Item>(pauseMs: number, run: (items: ReadonlySet<Item>) => void) {
  let items = new Set<Item>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (items.size === 0) {
      timer = null;
      return;
    }
    const batch = items;
    items = new Set();
    timer = setTimeout(flush, pauseMs);
    run(batch);
  };
  return {
    add(more: Iterable<Item>) {
      for (const item of more) items.add(item);
      if (timer === null) flush();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      items = new Set();
    },
  };
}

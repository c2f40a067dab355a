/** Marks the button that opens the acts menu of a thing, so that the key for it finds it. */
export const ACTS_MARK = { 'data-acts': '' } as const;

/** Opens the acts menu within an element; false where it has none. */
export function openActsMenu(place: Element | null): boolean {
  const menu = place?.querySelector<HTMLElement>('[data-acts]') ?? null;
  menu?.click();
  return menu !== null;
}

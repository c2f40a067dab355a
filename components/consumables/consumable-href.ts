/** The page of a consumable resource. */
export const consumableHref = (slug: string, name: string) => `/${slug}/queues/consumables/${encodeURIComponent(name)}`;

import type { OneAction } from '../resource-acts/act';
import type { TagChange } from '../resource-acts/tag-draft';
import type { ListedConsumable } from './consumable-rows';
import type { QuantityWay } from './quantity-change';

/** Server actions on consumable resources, as the pages are given them. */
export interface ConsumableActions {
  setQuantity: OneAction<{ operation: QuantityWay; quantity: number }>;
  tag: OneAction<TagChange>;
  remove: OneAction<object>;
}

/** An act on consumable resources that a dialog asks about. */
export interface AskedOfConsumables {
  act: 'quantity' | 'tags' | 'delete';
  rows: readonly ListedConsumable[];
}

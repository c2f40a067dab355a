import { deleteConsumable, setConsumableQuantity, tagConsumable } from './actions';

/** What the list and the pages of consumable resources may do. */
export const CONSUMABLE_ACTIONS = {
  setQuantity: setConsumableQuantity,
  tag: tagConsumable,
  remove: deleteConsumable,
};

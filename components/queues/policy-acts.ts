import type { OneAction } from '../resource-acts/act';
import type { TagChange } from '../resource-acts/tag-draft';
import type { ListedPolicy } from './policy-rows';

/** Server actions on scheduling policies, as the page is given them. */
export interface PolicyActions {
  tag: OneAction<TagChange>;
  remove: OneAction<object>;
}

/** An act on policies that a dialog asks about. */
export interface AskedOfPolicies {
  act: 'tags' | 'delete';
  rows: readonly ListedPolicy[];
}

import type { Consequence } from '../consequence/consequence';
import type { DeletePlan } from '../guided-delete/delete-plan';
import type { ActedOn, OneAction } from './act';
import type { TagChange } from './tag-draft';

/** Server actions on one kind of resource, as the pages are given them. */
export interface ResourceActions {
  setState: OneAction<{ state: 'ENABLED' | 'DISABLED' }>;
  /** Of queues only. */
  setPriority?: OneAction<{ priority: number }>;
  tag: OneAction<TagChange>;
  startDelete: OneAction<DeletePlan>;
}

/** A queue or an environment as lists and acts have it. */
export interface Switched extends ActedOn {
  state: string;
  /** Of queues only. */
  priority?: number;
}

/** What differs between the kinds. */
export interface ResourceKindActs<Row extends Switched> {
  noun: 'queue' | 'environment';
  actions: ResourceActions;
  /** The queues that an act on this row touches: a scope must hold them all. */
  queuesOf: (row: Row) => readonly string[];
  /** Whether nothing depends on this row, so that disabling it needs no question. */
  isQuiet: (row: Row) => boolean;
  /** What disabling these means. */
  disabling: (rows: readonly Row[]) => Consequence;
}

export interface Asked<Row> {
  act: 'disable' | 'enable' | 'priority' | 'tags' | 'delete';
  rows: readonly Row[];
}

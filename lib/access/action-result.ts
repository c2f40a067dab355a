/** Why an action did nothing, or not all of it. `message` is a sentence for the person; AWS's own codes pass through. */
export type ActionErrorCode =
  | 'signed-out'
  | 'forbidden'
  | 'forged'
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'paused'
  | 'wrong'
  | 'refused'
  | 'unknown-outcome'
  | 'internal';

export interface ActionFailure {
  code: ActionErrorCode;
  message: string;
  /** Sentences by path of the field, such as `timeout.attemptDurationSeconds`. */
  fields?: Record<string, string>;
}

/** What every server action answers; it never throws to the client. */
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionFailure };

/** Thrown by an action's `run` to answer with a failure of its own wording. Match it by `name` across bundles. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  constructor(
    readonly code: ActionErrorCode,
    message: string,
    readonly fields?: Record<string, string>,
  ) {
    super(message);
  }
}

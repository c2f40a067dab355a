/** What a form says of itself. */
export interface EditWords {
  title: string;
  /** Beside the title: `cloned from ml-g6-spot`. */
  note?: string | undefined;
  /** The button: verb and object. */
  submit: string;
  /** The button while the call is sent. */
  sending: string;
  /** The panel of checks: `Before you create`. */
  before: string;
}

/** A scenario that can't be run: the message is a sentence that names the member or resource. Match it by name. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

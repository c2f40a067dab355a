/** Why nothing can be changed in an epoch that is over. */
export function readOnlyWords(epoch: number): string {
  return `Epoch ${epoch} is over: it can be read, and nothing in it can be changed.`;
}

/** Which run of which connection is recorded. */
export interface Place {
  connectionId: number;
  epoch: number;
}

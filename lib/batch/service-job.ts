/**
 * Whether a recorded job is a service job: it has no job definition. Neither has a job of which history knows no more yet than
 * its id; that one has no name.
 */
export function isServiceJob({ definition, name }: { definition: string; name: string | null }): boolean {
  return definition === '' && name !== null && name !== '';
}

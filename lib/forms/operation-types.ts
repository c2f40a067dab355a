/** The calls that have a form. */
export type FormOperation =
  | 'CreateComputeEnvironment'
  | 'UpdateComputeEnvironment'
  | 'CreateJobQueue'
  | 'UpdateJobQueue'
  | 'CreateSchedulingPolicy'
  | 'UpdateSchedulingPolicy'
  | 'CreateConsumableResource'
  | 'RegisterJobDefinition'
  | 'SubmitJob';

/** What a value may be: a plain kind, a list or map of one, or a structure by its name. */
export type TypeOf = 'string' | 'number' | 'boolean' | { list: TypeOf } | { map: TypeOf } | { structure: string };

/** One member of a structure as the SDK's schemas and documentation have it. */
export interface MemberShape {
  type: TypeOf;
  required?: true;
  /** The values that a text may have, where it is one of an enumeration. */
  values?: string[];
  /** Numbers may have a fraction. */
  fractional?: true;
  /** The first paragraphs of AWS's own documentation. */
  doc: string;
}

export interface OperationShapes {
  operations: Record<string, string>;
  structures: Record<string, Record<string, MemberShape>>;
}

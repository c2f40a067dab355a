import { BatchError } from '../batch-error';

/** Refuses a value in a request; AWS words these in its envelope. */
export function refuseValue(message: string): never {
  throw new BatchError('ClientException', message, true);
}

/** Refuses because of what exists or in which state it is; AWS words these bare. */
export function refuse(message: string): never {
  throw new BatchError('ClientException', message);
}

/** Says plainly that AWS has this and the simulator does not have it yet. */
export function notCarriedOut(what: string): never {
  throw new BatchError(
    'ClientException',
    `${what} is part of AWS Batch, but this simulator does not carry it out yet.`,
  );
}

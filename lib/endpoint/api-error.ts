/** A request that is refused, in AWS's words. Match it by name. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** AWS's name of the error, as the JSON protocols have it. */
    readonly code: string,
    readonly status: number,
    message: string,
    /** The connection is not fit for another request: what was sent of the body was not read to its end. */
    readonly closes = false,
  ) {
    super(message);
  }
}

/** A member that is missing or wrong, for services other than Batch. */
export function invalidParameter(message: string): ApiError {
  return new ApiError('InvalidParameterException', 400, message);
}

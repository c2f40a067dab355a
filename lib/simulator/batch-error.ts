/** What AWS Batch answers instead of a result; thrown by an operation before it has changed anything. */
export class BatchError extends Error {
  constructor(
    override readonly name: 'ClientException' | 'ServerException',
    message: string,
    /** AWS words this one inside 'Error executing request, Exception : …'; see CallResult. */
    readonly enveloped = false,
  ) {
    super(message);
  }

  /** As a call's result holds it. */
  asAnswer(): { name: 'ClientException' | 'ServerException'; message: string; enveloped?: boolean } {
    const { name, message, enveloped } = this;
    return enveloped ? { name, message, enveloped } : { name, message };
  }
}

/** Why a call to AWS failed, as far as it tells what to do. */
type AwsFailureKind =
  /** AWS knows who asks, and does not let them. */
  | 'denied'
  /** The key, token or signature is not good: nothing will work until that is mended. */
  | 'credentials'
  | 'throttled'
  /** What answers is no AWS Batch. */
  | 'stranger'
  /** Nothing answers. */
  | 'unreachable'
  /** AWS has no such call, or refused the input. */
  | 'refused'
  | 'failed';

export interface AwsFailure {
  kind: AwsFailureKind;
  /** One sentence for an operator. */
  words: string;
}

const BAD_CREDENTIALS =
  /^(UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|InvalidClientTokenId|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId|Credentials|TokenProvider)/;
const NO_ANSWER = /^(TimeoutError|RequestTimeout|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)/;

interface Shown {
  name: string;
  message: string;
  code: string;
  status: number;
}

function shown(error: Error): Shown {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const metadata = '$metadata' in error ? error.$metadata : null;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode)
      : 0;
  return { name: error.name, message: error.message, code, status };
}

/** Reads an error of the SDK, of the network or of our own guards. Texts of AWS are given as they came. */
export function awsFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error)) return { kind: 'failed', words: String(error) };
  const { name, message, code, status } = shown(error);
  if (name === 'AddressRefusedError' || name === 'AwsPlaceError') return { kind: 'unreachable', words: message };
  if (name === 'SyntaxError' || (status >= 200 && status < 300)) {
    return { kind: 'stranger', words: 'What answers is no AWS Batch: its answer could not be read.' };
  }
  if (status >= 300 && status < 400) {
    return { kind: 'stranger', words: `The endpoint sends elsewhere (HTTP ${status}); that is not followed.` };
  }
  if (BAD_CREDENTIALS.test(name)) return { kind: 'credentials', words: `${name}: ${message}` };
  if (/^AccessDenied|^UnauthorizedOperation|^NotAuthorized/.test(name)) return { kind: 'denied', words: message };
  if (status === 429 || /Throttl|TooManyRequests/.test(name)) {
    return { kind: 'throttled', words: 'AWS answers that calls come too soon (429).' };
  }
  if (name === 'TimeoutError') return { kind: 'unreachable', words: 'No answer came in time.' };
  if (NO_ANSWER.test(code) || NO_ANSWER.test(name)) {
    return { kind: 'unreachable', words: `Nothing answers there (${code === '' ? name : code}).` };
  }
  if (status === 401 || status === 403) return { kind: 'denied', words: message === '' ? `HTTP ${status}` : message };
  if (status >= 500) return { kind: 'failed', words: `AWS failed (HTTP ${status}): ${message}` };
  if (status >= 400) return { kind: 'refused', words: message === '' ? `HTTP ${status}` : `${name}: ${message}` };
  return { kind: 'failed', words: message === '' ? name : message };
}

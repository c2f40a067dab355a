import { ApiError } from '../api-error';
import type { Caller, Incoming, Reply } from '../contract';
import type { Service } from './service';
import { type XmlValue, xmlOf } from './xml';

/** Parameters of a request of AWS's query protocols. */
export class QueryInput {
  constructor(private readonly values: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.values.get(name) ?? undefined;
  }

  /** `Name.1`, `Name.2`, ... in order. */
  texts(name: string): string[] {
    return this.numbered(name).flatMap((at) => this.values.getAll(`${name}.${at}`));
  }

  /** `Filter.1.Name` with `Filter.1.Value.1`, ...: by name, the values of which one must match. */
  filters(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const at of this.numbered('Filter')) {
      found.set(this.text(`Filter.${at}.Name`) ?? '', this.texts(`Filter.${at}.Value`));
    }
    return found;
  }

  private numbered(name: string): number[] {
    const numbers = new Set<number>();
    for (const key of this.values.keys()) {
      const match = key.startsWith(`${name}.`) ? /^(\d{1,4})(\.|$)/.exec(key.slice(name.length + 1)) : null;
      if (match !== null) numbers.add(Number(match[1]));
    }
    return [...numbers].sort((a, b) => a - b);
  }
}

export type QueryOperation = (input: QueryInput, caller: Caller) => Promise<XmlValue>;

/** How a query service differs from the others. */
interface Dialect {
  name: string;
  namespace: string;
  /** EC2's shape of answers and errors, or that of the others. */
  isEc2: boolean;
}

/** Names that errors have in these protocols. Source: STS and EC2 API references, common errors. */
const CODES: Readonly<Record<string, { query: string; ec2: [string, number] }>> = {
  MissingAuthenticationTokenException: {
    query: 'MissingAuthenticationToken',
    ec2: ['MissingAuthenticationToken', 400],
  },
  UnrecognizedClientException: { query: 'InvalidClientTokenId', ec2: ['AuthFailure', 401] },
  InvalidSignatureException: { query: 'SignatureDoesNotMatch', ec2: ['AuthFailure', 401] },
  IncompleteSignatureException: { query: 'IncompleteSignature', ec2: ['AuthFailure', 401] },
  AccessDeniedException: { query: 'AccessDenied', ec2: ['UnauthorizedOperation', 403] },
  ClientException: { query: 'ValidationError', ec2: ['InvalidRequest', 400] },
  ServerException: { query: 'InternalFailure', ec2: ['InternalError', 500] },
};

function inputOf(request: Incoming): QueryInput {
  const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'));
  for (const [name, value] of Object.entries(request.query)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
  }
  return new QueryInput(form);
}

function reply(status: number, xml: string, requestId: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
  };
}

function envelope({ isEc2, namespace }: Dialect, action: string, result: XmlValue, requestId: string): string {
  const head = `<${action}Response xmlns="${namespace}">`;
  if (isEc2) return `${head}<requestId>${requestId}</requestId>${xmlOf(result)}</${action}Response>`;
  const inner = `<${action}Result>${xmlOf(result, 'member')}</${action}Result>`;
  return `${head}${inner}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

/** A service of AWS's query protocols (form in, XML out), whose operations all read. */
export function queryService(dialect: Dialect, operations: Readonly<Record<string, QueryOperation>>): Service {
  return {
    async serve({ request, caller }) {
      const input = inputOf(request);
      const action = input.text('Action') ?? '';
      const found = Object.hasOwn(operations, action) ? operations[action] : undefined;
      if (found === undefined) {
        throw new ApiError(
          'InvalidAction',
          400,
          `${dialect.name} has no action ${action.slice(0, 100) || '(none given)'} here, only: ${Object.keys(operations).join(', ')}.`,
        );
      }
      const result = await found(input, caller);
      return reply(200, envelope(dialect, action, result, request.requestId), request.requestId);
    },
    refuse({ code, status, message }, requestId) {
      const known = CODES[code];
      if (dialect.isEc2) {
        const [name, own] = known?.ec2 ?? [code, status];
        const error = xmlOf({ Errors: { Error: { Code: name, Message: message } }, RequestID: requestId });
        return reply(own, `<Response>${error}</Response>`, requestId);
      }
      const type = status >= 500 ? 'Receiver' : 'Sender';
      const error = xmlOf({
        Error: { Type: type, Code: known?.query ?? code, Message: message },
        RequestId: requestId,
      });
      return reply(status, `<ErrorResponse xmlns="${dialect.namespace}">${error}</ErrorResponse>`, requestId);
    },
  };
}

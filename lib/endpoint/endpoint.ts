import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from './api-error';
import { batch } from './aws/batch';
import type { EndpointOptions, Reply } from './contract';
import { checkAnnouncedLength } from './read-body';
import { answer } from './serve';
import { SentBefore } from './signature/sent-before';
import { SKEW_MS } from './signature/verify';
import { isSimulatorDoor } from './simulator-doors';

/** Bounds of what one sender can hold open. Times in ms. */
const LIMITS = {
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 75_000,
  /** Without a byte on the wire while a request is under way: longer than any answer takes. */
  silentMs: 120_000,
  checkMs: 5000,
  connections: 2048,
} as const;
const CLOSE_PATIENCE_MS = 2000;

/** The AWS-protocol endpoint of the simulated connections. */
export interface Endpoint {
  /** Starts to listen; gives the port. Rejects with Node's error where it can't. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more requests, lets those under way end for a moment, then closes what is left. */
  close(): Promise<void>;
}

export function createEndpoint(options: EndpointOptions): Endpoint {
  const sentBefore = new SentBefore(options.clock(), SKEW_MS);
  const server = createServer({
    maxHeaderSize: LIMITS.headerBytes,
    headersTimeout: LIMITS.headersMs,
    requestTimeout: LIMITS.requestMs,
    keepAliveTimeout: LIMITS.keepAliveMs,
    connectionsCheckingInterval: LIMITS.checkMs,
    noDelay: true,
    keepAlive: true,
  });
  server.maxConnections = LIMITS.connections;
  server.maxRequestsPerSocket = 0;
  server.timeout = LIMITS.silentMs;
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    // The clock may run for long before it answers.
    if (isSimulatorDoor(request.url ?? '')) request.socket.setTimeout(0);
    void answer(request, options, sentBefore).then((reply) => send(request, response, reply, reply.closes));
  };
  server.on('request', serve);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    try {
      checkAnnouncedLength(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      send(request, response, batch.refuse(error, options.requestId()), true);
      return;
    }
    response.writeContinue();
    serve(request, response);
  });
  server.on('clientError', (error, socket) => refuseMalformed(error, socket, options.requestId()));
  return {
    listen: (port, host) => listen(server, port, host),
    close: () => close(server),
  };
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply, closes: boolean): void {
  if (response.destroyed || response.headersSent) return;
  if (typeof reply.body !== 'string' && !(reply.body instanceof Uint8Array)) {
    response.writeHead(reply.status, reply.headers);
    // A reader that goes away ends it, and a failure on the way cuts the connection: the reader sees that it is not whole.
    void pipeline(Readable.from(reply.body), response).catch(() => response.destroy());
    return;
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  const headers = { ...reply.headers, 'content-length': body.byteLength, ...(closes && { connection: 'close' }) };
  response.writeHead(reply.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body, () => {
    if (closes) request.socket.destroySoon();
  });
}

/** What Node's parser would not take: no request came of it. */
function refuseMalformed(error: Error, socket: Socket | NodeJS.WritableStream, requestId: string): void {
  if (!('destroyed' in socket) || socket.destroyed || !socket.writable) return;
  const code = 'code' in error ? error.code : '';
  const [status, name, message] =
    code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'RequestHeaderFieldsTooLargeException', 'The headers are too large.']
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'RequestTimeoutException', 'The request did not come whole in time.']
        : ['400 Bad Request', 'ClientException', 'This is no request of HTTP/1.1.'];
  const body = JSON.stringify({ message });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nx-amzn-requestid: ${requestId}\r\n` +
      `x-amzn-errortype: ${name}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

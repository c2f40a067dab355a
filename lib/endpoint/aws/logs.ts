import { z } from 'zod';
import type { LogStreamSight } from '@/lib/driver';
import { ApiError, invalidParameter } from '../api-error';
import type { Caller } from '../contract';
import { jsonService, operation, placeOf, tokenOf } from './json-protocol';
import { eventsToken, linesFrom, MOST_EVENTS, messageFilter, parseEventsToken, spanOf } from './log-events';
import { controlsOf } from './simulated-controls';

/** Where Batch writes unless a definition says otherwise; the simulator writes nowhere else. */
const GROUP = '/aws/batch/job';
/** FilterLogEvents looks through so many lines a page at most; an empty page with a token may come of it, as in AWS. */
const LOOKED_AT_MOST = 50_000;

const limit = z.int().min(1).max(MOST_EVENTS).optional();
const moment = z.int().min(0).optional();
const inGroup = {
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
};

function groupArn({ connection }: Caller): string {
  return `arn:aws:logs:${connection.region}:${connection.account}:log-group:${GROUP}`;
}

function checkGroup(
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
  caller: Caller,
): void {
  const asked = input.logGroupName ?? input.logGroupIdentifier;
  if (asked === undefined) throw invalidParameter('Give logGroupName or logGroupIdentifier.');
  if (asked === GROUP || asked === groupArn(caller) || asked === `${groupArn(caller)}:*`) return;
  throw new ApiError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
}

async function streamView(caller: Caller, stream: LogStreamSight): Promise<object> {
  const { driver } = caller.connection;
  const head = await driver.logs(stream.name, 0, 1);
  const tail = head === null || head.total === 0 ? null : await driver.logs(stream.name, head.total - 1, 1);
  const first = head?.lines[0]?.at;
  const last = tail?.lines[0]?.at;
  return {
    logStreamName: stream.name,
    creationTime: stream.startedAt,
    ...(first !== undefined && { firstEventTimestamp: first }),
    ...(last !== undefined && { lastEventTimestamp: last, lastIngestionTime: last }),
    arn: `${groupArn(caller)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

const describeLogGroups = operation(
  z.object({ logGroupNamePrefix: z.string().optional(), logGroupNamePattern: z.string().optional() }),
  async ({ logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '' }, caller) => {
    const isSeen = GROUP.startsWith(prefix) && GROUP.toLowerCase().includes(pattern.toLowerCase());
    const arn = groupArn(caller);
    const creationTime = controlsOf(caller).clock().startAt;
    const group = { logGroupName: GROUP, creationTime, arn: `${arn}:*`, logGroupArn: arn, storedBytes: 0 };
    return { logGroups: isSeen ? [{ ...group, metricFilterCount: 0, logGroupClass: 'STANDARD' }] : [] };
  },
);

const describeLogStreams = operation(
  z.object({
    ...inGroup,
    logStreamNamePrefix: z.string().optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).optional(),
    descending: z.boolean().optional(),
    limit: z.int().min(1).max(50).optional(),
    nextToken: z.string().optional(),
  }),
  async (input, caller) => {
    checkGroup(input, caller);
    const { logStreamNamePrefix: prefix = '', orderBy, descending = false, limit: asked = 50, nextToken } = input;
    const byTime = orderBy === 'LastEventTime';
    if (byTime && prefix !== '') {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const skip = placeOf(nextToken);
    const { sights } = controlsOf(caller);
    const { streams, more } = await sights.logStreams({ prefix, byTime, descending, skip, limit: asked });
    return {
      logStreams: await Promise.all(streams.map((stream) => streamView(caller, stream))),
      ...(more && { nextToken: tokenOf(skip + asked) }),
    };
  },
);

const getLogEvents = operation(
  z.object({
    ...inGroup,
    logStreamName: z.string().min(1).max(512),
    startTime: moment,
    endTime: moment,
    nextToken: z.string().optional(),
    limit,
    startFromHead: z.boolean().optional(),
  }),
  async (input, caller) => {
    checkGroup(input, caller);
    const { logStreamName, startTime, endTime, nextToken, limit: asked = MOST_EVENTS, startFromHead = false } = input;
    const span = await spanOf(caller, logStreamName, startTime, endTime);
    const token = nextToken === undefined ? null : parseEventsToken(nextToken);
    const goesBack = token === null ? !startFromHead : !token.forward;
    const edge = token?.place ?? (startFromHead ? span.from : span.to);
    const from = Math.max(span.from, goesBack ? Math.max(0, edge - asked) : edge);
    const wanted = goesBack ? Math.max(0, Math.min(asked, edge - from)) : asked;
    const lines = await linesFrom(caller, span, from, wanted);
    const now = controlsOf(caller).clock().now;
    return {
      events: lines.map(({ at, message }) => ({ timestamp: at, message, ingestionTime: Math.min(at, now) })),
      // At an end the token that was sent comes back: that is how a client knows.
      nextForwardToken: eventsToken('f', from + lines.length),
      nextBackwardToken: eventsToken('b', from),
    };
  },
);

interface FilteredEvent {
  logStreamName: string;
  timestamp: number;
  message: string;
  ingestionTime: number;
  eventId: string;
}

const filterLogEvents = operation(
  z.object({
    ...inGroup,
    logStreamNames: z.array(z.string()).min(1).max(100).optional(),
    logStreamNamePrefix: z.string().optional(),
    startTime: moment,
    endTime: moment,
    filterPattern: z.string().max(1024).optional(),
    nextToken: z.string().optional(),
    limit,
  }),
  async (input, caller) => {
    checkGroup(input, caller);
    const isWanted = messageFilter(input.filterPattern);
    const most = input.limit ?? MOST_EVENTS;
    let { stream, line } = parseSearchToken(input.nextToken);
    const streams = new Streams(caller, input);
    const events: FilteredEvent[] = [];
    const searched: object[] = [];
    let looked = 0;
    for (; events.length < most && looked < LOOKED_AT_MOST; stream++, line = 0) {
      const name = await streams.at(stream);
      if (name === null) return { events: inTime(events), searchedLogStreams: searched };
      const span = await spanOf(caller, name, input.startTime, input.endTime);
      const from = Math.max(span.from, line);
      const lines = await linesFrom(caller, span, from, LOOKED_AT_MOST - looked);
      looked += lines.length + 1;
      let taken = 0;
      for (const { at, message } of lines) {
        if (events.length >= most) break;
        const eventId = `${String(at).padStart(20, '0')}${String(stream).padStart(18, '0')}${String(from + taken).padStart(18, '0')}`;
        taken++;
        if (isWanted(message)) {
          events.push({ logStreamName: name, timestamp: at, message, ingestionTime: at, eventId });
        }
      }
      if (from + taken < span.to) {
        return { events: inTime(events), searchedLogStreams: searched, nextToken: searchToken(stream, from + taken) };
      }
      searched.push({ logStreamName: name, searchedCompletely: true });
    }
    return { events: inTime(events), searchedLogStreams: searched, nextToken: searchToken(stream, line) };
  },
);

function inTime(events: FilteredEvent[]): FilteredEvent[] {
  return events.sort((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1));
}

const STREAMS_A_LOOK = 200;

/** The streams that are searched, by their place: as they were given, or in order of their start. */
class Streams {
  private first = 0;
  private names: readonly string[] = [];

  constructor(
    private readonly caller: Caller,
    private readonly input: { logStreamNames?: string[] | undefined; logStreamNamePrefix?: string | undefined },
  ) {}

  /** Null behind the last. */
  async at(place: number): Promise<string | null> {
    const { logStreamNames, logStreamNamePrefix: prefix = '' } = this.input;
    if (logStreamNames !== undefined) return logStreamNames[place] ?? null;
    if (place < this.first || place >= this.first + this.names.length) {
      const query = { prefix, byTime: true, descending: false, skip: place, limit: STREAMS_A_LOOK };
      this.names = (await controlsOf(this.caller).sights.logStreams(query)).streams.map(({ name }) => name);
      this.first = place;
    }
    return this.names[place - this.first] ?? null;
  }
}

function searchToken(stream: number, line: number): string {
  return Buffer.from(`${stream}.${line}`).toString('base64url');
}

function parseSearchToken(token: string | undefined): { stream: number; line: number } {
  if (token === undefined || token === '') return { stream: 0, line: 0 };
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (match === null) throw invalidParameter('The specified nextToken is invalid.');
  return { stream: Number(match[1]), line: Number(match[2]) };
}

export const logs = jsonService('CloudWatch Logs', 'Logs_20140328', {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
  FilterLogEvents: filterLogEvents,
});

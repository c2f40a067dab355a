import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { DriverLogLine } from '../contract';

/** Where Batch's own log driver writes unless a definition says otherwise. */
const LOG_GROUP = '/aws/batch/job';
const PAGE = 10_000;
/** Streams whose lines are held, and lines held of one: the rest is read in AWS's own console. */
const MOST_STREAMS = 20;
const MOST_LINES = 200_000;
/** Calls for one page of the portal: the rest comes with the next. */
const MOST_CALLS = 12;

interface HeldStream {
  lines: DriverLogLine[];
  token: string | undefined;
  reading: Promise<void>;
}

/**
 * Lines of CloudWatch Logs by number. AWS gives a stream from its head with a token for what follows; the end is where the
 * token comes back unchanged, and the next look goes on from there.
 */
export class LogReader {
  private readonly streams = new Map<string, HeldStream>();

  constructor(private readonly client: Pick<CloudWatchLogsClient, 'send'>) {}

  async read(stream: string, from: number, limit: number): Promise<{ lines: DriverLogLine[]; total: number } | null> {
    const held = this.streams.get(stream) ?? { lines: [], token: undefined, reading: Promise.resolve() };
    this.streams.delete(stream);
    this.streams.set(stream, held);
    for (const oldest of this.streams.keys()) {
      if (this.streams.size <= MOST_STREAMS) break;
      this.streams.delete(oldest);
    }
    const reading = held.reading.then(() => this.readOn(stream, held, from + limit));
    held.reading = reading.catch(() => {});
    try {
      await reading;
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
      throw error;
    }
    return { lines: held.lines.slice(from, from + limit), total: held.lines.length };
  }

  private async readOn(stream: string, held: HeldStream, to: number): Promise<void> {
    for (let call = 0; call < MOST_CALLS && held.lines.length < Math.min(to, MOST_LINES); call++) {
      const answer = await this.client.send(
        new GetLogEventsCommand({
          logGroupName: LOG_GROUP,
          logStreamName: stream,
          startFromHead: true,
          limit: PAGE,
          nextToken: held.token,
        }),
      );
      for (const { timestamp = 0, message = '' } of answer.events ?? []) held.lines.push({ at: timestamp, message });
      const isEnd = answer.nextForwardToken === held.token;
      held.token = answer.nextForwardToken;
      if (isEnd || held.token === undefined) return;
    }
  }
}

import {
  type BatchClient,
  DescribeComputeEnvironmentsCommand,
  DescribeConsumableResourceCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  type JobDefinition,
  ListConsumableResourcesCommand,
  ListSchedulingPoliciesCommand,
} from '@aws-sdk/client-batch';
import type { ResourceKind } from '@/lib/batch';
import type { Calls } from './calls';

/** A document as AWS shows it now. */
interface SeenResource {
  kind: ResourceKind;
  arn: string;
  name: string;
  /** Null where a listing shows that it is as it was. */
  document: object | null;
}

/** All resources of one kind, as of `seenAt` (ms, when the first call was made). */
export interface SeenKind {
  kind: ResourceKind;
  seenAt: number;
  resources: SeenResource[];
}

interface Found {
  arn: string | undefined;
  name: string | undefined;
  document: object | null;
}

interface Page<Item> {
  items: Item[] | undefined;
  nextToken: string | undefined;
}

const PAGE = 100;

/** Reads resources with the Describe calls, under the cap. */
export class ResourceReader {
  constructor(
    private readonly batch: BatchClient,
    private readonly calls: Calls,
    private readonly clock: () => number,
  ) {}

  environments(signal: AbortSignal): Promise<SeenKind> {
    return this.kind('compute-environment', async () => {
      const all = await this.pages(signal, async (nextToken, abortSignal) => {
        const command = new DescribeComputeEnvironmentsCommand({ nextToken, maxResults: PAGE });
        const answer = await this.batch.send(command, { abortSignal });
        return { items: answer.computeEnvironments, nextToken: answer.nextToken };
      });
      return all.map((one) => ({ arn: one.computeEnvironmentArn, name: one.computeEnvironmentName, document: one }));
    });
  }

  queues(signal: AbortSignal): Promise<SeenKind> {
    return this.kind('job-queue', async () => {
      const all = await this.pages(signal, async (nextToken, abortSignal) => {
        const command = new DescribeJobQueuesCommand({ nextToken, maxResults: PAGE });
        const answer = await this.batch.send(command, { abortSignal });
        return { items: answer.jobQueues, nextToken: answer.nextToken };
      });
      return all.map((one) => ({ arn: one.jobQueueArn, name: one.jobQueueName, document: one }));
    });
  }

  /** Revisions in force, or all that AWS still has. */
  definitions(signal: AbortSignal, status: 'ACTIVE' | undefined): Promise<SeenKind> {
    return this.kind('job-definition', async () => {
      const all = await this.pages(signal, async (nextToken, abortSignal) => {
        const command = new DescribeJobDefinitionsCommand({ status, nextToken, maxResults: PAGE });
        const answer = await this.batch.send(command, { abortSignal });
        return { items: answer.jobDefinitions, nextToken: answer.nextToken };
      });
      return all.map(definitionOf);
    });
  }

  /** Named revisions; those that AWS has forgotten are left out. */
  namedDefinitions(signal: AbortSignal, arns: readonly string[]): Promise<SeenKind> {
    return this.kind('job-definition', async () => {
      const found: ReturnType<typeof definitionOf>[] = [];
      for (let from = 0; from < arns.length; from += PAGE) {
        const command = new DescribeJobDefinitionsCommand({ jobDefinitions: arns.slice(from, from + PAGE) });
        const answer = await this.calls.run(signal, (abortSignal) => this.batch.send(command, { abortSignal }));
        found.push(...(answer.jobDefinitions ?? []).map(definitionOf));
      }
      return found;
    });
  }

  policies(signal: AbortSignal): Promise<SeenKind> {
    return this.kind('scheduling-policy', async () => {
      const arns = await this.pages(signal, async (nextToken, abortSignal) => {
        const command = new ListSchedulingPoliciesCommand({ nextToken, maxResults: PAGE });
        const answer = await this.batch.send(command, { abortSignal });
        return { items: answer.schedulingPolicies, nextToken: answer.nextToken };
      });
      const named = arns.flatMap(({ arn }) => arn ?? []);
      const found: Found[] = [];
      for (let from = 0; from < named.length; from += PAGE) {
        const command = new DescribeSchedulingPoliciesCommand({ arns: named.slice(from, from + PAGE) });
        const answer = await this.calls.run(signal, (abortSignal) => this.batch.send(command, { abortSignal }));
        found.push(
          ...(answer.schedulingPolicies ?? []).map((one) => ({ arn: one.arn, name: one.name, document: one })),
        );
      }
      return found;
    });
  }

  /** Describes those whose total is not `knownTotal`; how many are in use moves all the time, and is asked when shown. */
  consumables(signal: AbortSignal, knownTotal: (arn: string) => number | null): Promise<SeenKind> {
    return this.kind('consumable-resource', async () => {
      const all = await this.pages(signal, async (nextToken, abortSignal) => {
        const command = new ListConsumableResourcesCommand({ nextToken, maxResults: PAGE });
        const answer = await this.batch.send(command, { abortSignal });
        return { items: answer.consumableResources, nextToken: answer.nextToken };
      });
      const found: Found[] = [];
      for (const { consumableResourceArn: arn = '', consumableResourceName: name, totalQuantity } of all) {
        if (totalQuantity === knownTotal(arn)) {
          found.push({ arn, name, document: null });
          continue;
        }
        const command = new DescribeConsumableResourceCommand({ consumableResource: arn });
        const answer = await this.calls.run(signal, (abortSignal) => this.batch.send(command, { abortSignal }));
        const { $metadata: _, inUseQuantity: __, availableQuantity: ___, ...document } = answer;
        found.push({ arn, name, document });
      }
      return found;
    });
  }

  private async kind(kind: ResourceKind, read: () => Promise<Found[]>): Promise<SeenKind> {
    const seenAt = this.clock();
    const resources = (await read()).flatMap(({ arn, name, document }) =>
      arn === undefined || name === undefined ? [] : [{ kind, arn, name, document }],
    );
    return { kind, seenAt, resources };
  }

  private async pages<Item>(
    signal: AbortSignal,
    page: (nextToken: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    const all: Item[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await this.calls.run(signal, (abortSignal) => page(nextToken, abortSignal));
      all.push(...(answer.items ?? []));
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    return all;
  }
}

function definitionOf(one: JobDefinition) {
  const { jobDefinitionArn: arn, jobDefinitionName, revision } = one;
  return { arn, name: `${jobDefinitionName}:${revision}`, document: one };
}

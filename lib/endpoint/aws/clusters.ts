import { type ComputeEnvironmentDetail, DescribeComputeEnvironmentsCommand } from '@aws-sdk/client-batch';
import type { Caller } from '../contract';

/** Every compute environment of the caller's connection. */
export async function environments({ connection }: Caller): Promise<ComputeEnvironmentDetail[]> {
  const found: ComputeEnvironmentDetail[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeComputeEnvironmentsCommand(nextToken === undefined ? {} : { nextToken });
    const page = await connection.driver.batch.send(command);
    found.push(...(page.computeEnvironments ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** The ECS cluster of each environment. */
export async function clusters(caller: Caller): Promise<{ arn: string; name: string }[]> {
  return (await environments(caller)).flatMap(({ ecsClusterArn: arn }) =>
    arn === undefined ? [] : [{ arn, name: arn.slice(arn.indexOf('/') + 1) }],
  );
}

/** Whether `asked` (an ARN or a name; `default` where none is given) is the cluster of that ARN. */
export function clusterOf(asked: string | undefined, arn: string): boolean {
  return asked === arn || arn.endsWith(`:cluster/${asked ?? 'default'}`);
}

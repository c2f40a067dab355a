import { describe } from 'vitest';
import { describeConsumables } from './contract-suite-consumables';
import { describeDeletions } from './contract-suite-deletions';
import { describeJobLives } from './contract-suite-jobs';
import { describeManagement } from './contract-suite-management';
import { describePolicies } from './contract-suite-policies';
import { describeRefusals } from './contract-suite-refusals';
import { describeResources } from './contract-suite-resources';
import { describeServices } from './contract-suite-services';
import type { TransportUnderTest } from './contract-suite-world';

export type { TransportUnderTest } from './contract-suite-world';

/**
 * What any transport to a simulated AWS Batch must pass: the SDK's real commands, paginators and errors, from an
 * environment to an ended job. `make` gives a connection that is empty; each test has one of its own and closes it.
 */
export function describeBatchTransport(name: string, make: () => Promise<TransportUnderTest>): void {
  const use = (test: (transport: TransportUnderTest) => Promise<void>) => async () => {
    const transport = await make();
    try {
      await test(transport);
    } finally {
      await transport.close();
    }
  };
  describe(`AWS Batch through ${name}`, () => {
    describeResources(use);
    describePolicies(use);
    describeConsumables(use);
    describeDeletions(use);
    describeManagement(use);
    describeJobLives(use);
    describeServices(use);
    describeRefusals(use);
  });
}

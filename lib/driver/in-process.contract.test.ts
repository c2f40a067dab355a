import { handle } from '@/lib/protocol';
import { createSimulator, type Timing } from '@/lib/simulator';
import { describeBatchTransport, type TransportUnderTest } from './contract-suite';
import { createSimulatedClient } from './transport';

function inProcess(timing: Timing): () => Promise<TransportUnderTest> {
  return async () => {
    const simulator = createSimulator({
      seed: 11,
      timing,
      startAt: Date.UTC(2026, 0, 1),
      region: 'us-east-1',
      account: '123456789012',
    });
    let requests = 0;
    const client = createSimulatedClient({
      region: 'us-east-1',
      actor: 'contract-suite',
      send: async (request, principal) => {
        requests += 1;
        return handle(request, simulator, principal, `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`);
      },
    });
    return {
      client,
      advance: async (milliseconds) => {
        simulator.advance(simulator.now() + milliseconds);
      },
      close: async () => client.destroy(),
    };
  };
}

describeBatchTransport('the protocol in process, with AWS’s delays', inProcess('aws'));
describeBatchTransport('the protocol in process, without delays', inProcess('ideal'));

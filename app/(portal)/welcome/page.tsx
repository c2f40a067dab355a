import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { startSimulator } from '@/app/(portal)/[connection]/actions';
import { requireSession } from '@/app/session';
import { AccessProvider } from '@/components/access/access';
import { Brand } from '@/components/ui/brand';
import { type ScenarioFacts, StartSimulator } from '@/components/welcome/start-simulator';
import { accessView } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { builtInScenario } from '@/lib/scenario';

export const metadata: Metadata = { title: 'What should Batchdeck run?' };

function demoFacts(): ScenarioFacts {
  const demo = builtInScenario('demo');
  const count = (operation: string) => demo.resources.filter((resource) => resource.operation === operation).length;
  return {
    description: demo.description ?? '',
    queues: count('CreateJobQueue'),
    environments: count('CreateComputeEnvironment'),
    definitions: count('RegisterJobDefinition'),
    seed: demo.seed,
  };
}

export default async function WelcomePage() {
  const signedIn = await requireSession('/welcome');
  const { connections, version } = await runtime();
  const [existing] = connections.keys();
  if (existing !== undefined) redirect(`/${existing}`);
  return (
    <>
      <header className="flex h-13 items-center border-b border-ln2 px-7 max-md:px-4">
        <Brand />
      </header>
      <main id="main" className="mx-auto w-full max-w-[720px] flex-1 px-7 py-7 max-md:px-4">
        <h1 className="text-21 font-semibold text-tx0">What should Batchdeck run?</h1>
        <p className="text-13 text-tx2">Nothing leaves this machine.</p>
        <div className="mt-5">
          <AccessProvider access={accessView(signedIn, null)}>
            <StartSimulator demo={demoFacts()} start={startSimulator} />
          </AccessProvider>
        </div>
      </main>
      <footer className="flex h-10 items-center justify-between border-t border-ln2 bg-bg1 px-7 text-12 text-tx2 max-md:px-4">
        <span>Signed in as {signedIn.user.name}</span>
        <span className="num">{version}</span>
      </footer>
    </>
  );
}

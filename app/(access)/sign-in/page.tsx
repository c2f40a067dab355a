import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { segmentText } from '@/app/segment';
import { currentSession } from '@/app/session';
import { Brand } from '@/components/ui/brand';
import { hasAdministrator, localPath } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in · Batchdeck' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams;
  const to = localPath(typeof query.to === 'string' ? query.to : null);
  if ((await currentSession()) !== null) redirect(to);
  const { prisma, version } = await runtime();
  if (!(await hasAdministrator(prisma))) redirect('/setup');
  const host = (await headers()).get('host') ?? '';
  return (
    <>
      <main id="main" className="flex flex-1 flex-col items-center justify-center px-4 py-10">
        <div className="w-full max-w-[372px] rounded-panel border border-ln bg-bg1 p-[26px]">
          <Brand />
          <h1 className="mt-5 text-21 font-semibold text-tx0">Sign in</h1>
          {query.ended === '1' && to !== '/' ? (
            <p className="mt-1 text-tx2">
              Your session ended. You return to <span className="break-all text-acx">{pageName(to)}</span>.
            </p>
          ) : (
            <p className="mt-1 text-tx2">{host}</p>
          )}
          <SignInForm to={to} />
        </div>
        <p className="mt-6 text-center text-12 text-tx3t">
          No account yet? An administrator of this portal makes one. Lost the only administrator:{' '}
          <code className="font-mono text-tx2">npm run setup-link</code> on the server.
        </p>
      </main>
      <footer className="flex h-10 items-center justify-between border-t border-ln bg-bg1 px-7 text-12 text-tx2">
        <span>Recording goes on while nobody is signed in.</span>
        <span className="num">{version}</span>
      </footer>
    </>
  );
}

function pageName(path: string): string {
  const last = path.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? path;
  return segmentText(last);
}

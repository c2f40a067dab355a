import type { Metadata } from 'next';
import { Brand } from '@/components/ui/brand';
import { ButtonLink } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main id="main" className="flex flex-1 flex-col items-center justify-center gap-4 px-6 py-16 text-center">
      <Brand />
      <div className="flex max-w-md flex-col gap-1">
        <h1 className="text-21 font-semibold text-tx0">Nothing is at this address.</h1>
        <p className="text-13 text-tx2">
          The connection, job, queue or environment in it is not known here, or was never recorded. Check the address,
          or begin at the Overview.
        </p>
      </div>
      <ButtonLink href="/">Open the Overview</ButtonLink>
    </main>
  );
}

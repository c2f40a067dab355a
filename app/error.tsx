'use client';

import { CircleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';

export default function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" className="flex flex-1 flex-col items-center justify-center gap-4 px-6 py-16 text-center">
      <CircleAlert size={24} strokeWidth={1.75} className="text-failed" aria-hidden />
      <div role="alert" className="flex max-w-md flex-col gap-1">
        <h1 className="text-21 font-semibold text-tx0">This page could not be drawn.</h1>
        <p className="text-13 text-tx2">
          Nothing was changed by it. Try again; if it stays so, the server’s log has the cause
          {error.digest === undefined ? '.' : ' under this number:'}
        </p>
        {error.digest !== undefined && <code className="text-12 text-tx3t">{error.digest}</code>}
      </div>
      <Button onClick={reset}>Try again</Button>
    </main>
  );
}

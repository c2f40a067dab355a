'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useEffect, useState } from 'react';
import { ToastProvider } from '../ui/toast';
import { makeQueryClient } from './query-client';

/** What every page stands on: the reads' client, URL state, toasts, and primitives that write no style elements. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  // The browser has taken the page over: until then buttons take no click, for it would be lost (globals.css).
  useEffect(() => {
    document.documentElement.dataset.live = '';
  }, []);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <ToastProvider>{children}</ToastProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </CSPProvider>
  );
}

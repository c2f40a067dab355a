import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';

function statusOf(error: Error): number | null {
  return error.name === 'ReadError' && 'status' in error && typeof error.status === 'number' ? error.status : null;
}

/** A client with the portal's habits: fresh until the live stream says otherwise; in the browser three more tries when nothing answers. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: 'always',
        retry: (count, error) => {
          if (typeof window === 'undefined') return false;
          const status = statusOf(error);
          return count < 3 && (status === null || status === 0 || status >= 500);
        },
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
      },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
}

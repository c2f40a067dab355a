'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { useConnection } from './connection';

/** Goes to a page without a link, as keys do. An epoch that is over stays in the address, as it does for links. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  const { slug, epoch, currentEpoch } = useConnection();
  const isPast = epoch !== currentEpoch;
  return useCallback(
    (href) => {
      const isWithin = href === `/${slug}` || href.startsWith(`/${slug}/`);
      const mark = href.includes('?') ? '&' : '?';
      router.push(isPast && isWithin ? `${href}${mark}epoch=${epoch}` : href);
    },
    [router, slug, epoch, isPast],
  );
}

'use client';

import { History } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useConnection } from '../data/connection';
import { readOnlyWords } from './read-only-words';

/** Says that an epoch is over and leads back; keeps it in the address wherever a link within the connection goes. */
export function PastEpochBar() {
  const { slug, epoch, currentEpoch } = useConnection();
  const router = useRouter();
  useEffect(() => {
    const keep = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link === null || link.target !== '' || link.dataset.leavesEpoch !== undefined) return;
      const address = new URL(link.href);
      const isWithin = address.pathname === `/${slug}` || address.pathname.startsWith(`/${slug}/`);
      if (address.origin !== window.location.origin || !isWithin || address.searchParams.has('epoch')) return;
      event.preventDefault();
      event.stopPropagation();
      address.searchParams.set('epoch', String(epoch));
      router.push(address.pathname + address.search + address.hash);
    };
    document.addEventListener('click', keep, true);
    return () => document.removeEventListener('click', keep, true);
  }, [slug, epoch, router]);
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-ac bg-acs px-5 py-2 text-13 text-tx0 max-md:px-4"
    >
      <History size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">{readOnlyWords(epoch)}</span>
      <a href={`/${slug}`} data-leaves-epoch className="text-acx hover:underline">
        Back to epoch {currentEpoch}
      </a>
    </div>
  );
}

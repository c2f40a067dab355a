'use client';

import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { GuideKind, OpenGuide } from '@/lib/guides';
import { useConnection } from '../data/connection';
import { openGuidesQuery } from '../data/queries';
import { ButtonLink } from '../ui/button';
import { Link } from '../ui/link';
import { Banner } from '../ui/verdict';
import { openWords } from './delete-words';

function useOpenGuides(): readonly OpenGuide[] {
  return useQuery(openGuidesQuery(useConnection())).data ?? [];
}

const hrefOf = (slug: string, { kind, name }: Pick<OpenGuide, 'kind' | 'name'>) =>
  `/${slug}/${kind}s/${encodeURIComponent(name)}/delete`;

/** On the page of a queue or environment that is being deleted: how far that is. */
export function DeleteNotice({ kind, name }: { kind: GuideKind; name: string }) {
  const { slug } = useConnection();
  const guide = useOpenGuides().find((one) => one.kind === kind && one.name === name);
  if (guide === undefined) return null;
  return (
    <Banner
      tone="warn"
      action={
        <ButtonLink variant="primary" size="panel" href={hrefOf(slug, guide)}>
          See how far it is
        </ButtonLink>
      }
    >
      {name} {openWords(guide)}.
    </Banner>
  );
}

/** Beneath a list: what is being deleted, and how far each is. */
export function OpenDeletes({ kind }: { kind: GuideKind }) {
  const { slug } = useConnection();
  const guides = useOpenGuides().filter((one) => one.kind === kind);
  return guides.map((guide) => (
    <p key={guide.name} className="mt-2 flex items-start gap-2 text-13 text-tx1">
      <Trash2 size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-tx2" aria-hidden />
      <span className="min-w-0 break-words">
        <Link className="link font-semibold" href={hrefOf(slug, guide)}>
          {guide.name}
        </Link>{' '}
        {openWords(guide)}.
      </span>
    </p>
  ));
}

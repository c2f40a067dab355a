'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { lazy, useEffect, useMemo, useState } from 'react';
import { useConnection } from '../data/connection';
import { environmentsQuery, queuesQuery } from '../data/queries';
import { useGo } from '../data/use-go';
import { definitionsQuery } from '../definitions/definition-queries';
import { type KeyActs, useKeys } from '../keys/use-keys';
import { keptOrder, neighbours, type Sibling } from '../list/siblings';
import { OnFirstUse } from '../ui/on-first-use';

const load = () => import('./sibling-menu');
const SiblingMenu = lazy(async () => ({ default: (await load()).SiblingMenu }));

/** A kind of thing whose pages are walked among. */
export type SiblingKind = 'queues' | 'environments' | 'definitions' | 'jobs';

/** All of the kind by name, for a page that no list led to; of jobs there are too many. */
function useAllOf(kind: SiblingKind, isAsked: boolean): readonly Sibling[] {
  const connection = useConnection();
  const { slug } = connection;
  const queues = useQuery({ ...queuesQuery(connection), enabled: isAsked && kind === 'queues' }).data;
  const environments = useQuery({ ...environmentsQuery(connection), enabled: isAsked && kind === 'environments' }).data;
  const definitions = useQuery({ ...definitionsQuery(connection), enabled: isAsked && kind === 'definitions' }).data;
  return useMemo(() => {
    const rows = { queues, environments, definitions: definitions?.rows, jobs: [] }[kind] ?? [];
    const names = rows.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
    return names.map((name) => ({ label: name, href: `/${slug}/${kind}/${encodeURIComponent(name)}` }));
  }, [kind, slug, queues, environments, definitions]);
}

function useSiblings(kind: SiblingKind, href: string): readonly Sibling[] {
  const { slug } = useConnection();
  const [kept, setKept] = useState<readonly Sibling[] | null>(null);
  useEffect(() => setKept(keptOrder(`/${slug}/${kind}`)), [slug, kind]);
  const isKept = kept?.some((row) => row.href === href) === true;
  const all = useAllOf(kind, kept !== null && !isKept);
  return isKept && kept !== null ? kept : all;
}

/** The last crumb: opens a menu of its siblings; `[` and `]` walk them in the order of the list one came from. */
export function SiblingCrumb({
  kind,
  href,
  label,
  mono,
}: {
  kind: SiblingKind;
  href: string;
  label: string;
  mono: boolean;
}) {
  const go = useGo();
  const siblings = useSiblings(kind, href);
  const { previous, next } = neighbours(siblings, href);
  const [back, on] = [previous?.href, next?.href];
  const acts = useMemo(
    (): KeyActs => ({
      ...(back !== undefined && { 'previous-sibling': () => go(back) }),
      ...(on !== undefined && { 'next-sibling': () => go(on) }),
    }),
    [back, on, go],
  );
  useKeys(acts);
  const text = <span className={mono ? 'truncate font-mono' : 'truncate'}>{label}</span>;
  if (siblings.length < 2) {
    return (
      <span aria-current="page" title={label} className="flex min-w-0">
        {text}
      </span>
    );
  }
  const trigger = (
    <button
      type="button"
      title={label}
      aria-current="page"
      className="flex min-h-6 max-w-full min-w-0 items-center gap-1 rounded-tag hover:text-tx1"
    >
      {text}
      <ChevronDown size={13} strokeWidth={1.75} className="shrink-0 text-tx3" aria-hidden />
    </button>
  );
  return (
    <OnFirstUse load={load} popup="menu" trigger={trigger}>
      <SiblingMenu trigger={trigger} siblings={siblings} href={href} />
    </OnFirstUse>
  );
}

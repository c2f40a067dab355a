import { segmentText, titleText } from '@/app/segment';
import 'server-only';
import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { type PageContext, pageContext, pageQueries } from '@/app/(portal)/page-data';
import { RangeSelect } from '@/components/overview/range-select';
import { type Crumb, PageFrame } from '@/components/shell/page-frame';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

interface ResourcePage<Read> {
  /** `Queues`: names the list that the page hangs under; its path is the same in small letters. */
  plural: 'Queues' | 'Environments';
  read: (context: PageContext, name: string) => Promise<Read | null>;
  /** Under which the board finds what was read. */
  keyOf: (target: PageContext['target'], name: string) => QueryKey;
  board: (name: string) => ReactNode;
  gone: (name: string, slug: string) => ReactNode;
  /** The page's last crumb, where it hangs beneath the resource's own page. */
  beneath?: string;
}

/** Makes the page of one resource, or one beneath it: reads on the server, and hands to the board; says so when it is gone. */
export function resourcePage<Read>({ plural, read, keyOf, board, gone, beneath }: ResourcePage<Read>) {
  const path = plural === 'Queues' ? 'queues' : 'environments';
  return {
    generateMetadata: async ({ params }: Props): Promise<Metadata> => ({
      title: [beneath, titleText((await params).name), plural].filter(Boolean).join(' · '),
    }),
    route: async ({ params }: Props) => {
      const { connection, name: segment } = await params;
      const name = segmentText(segment);
      const context = await pageContext(connection);
      const { slug } = context.target;
      const href = `/${slug}/${path}/${encodeURIComponent(name)}`;
      const own: Crumb = { label: name.slice(0, 128), href, siblings: path };
      const crumbs = [
        { label: plural, href: `/${slug}/${path}` },
        ...(beneath === undefined ? [own] : [own, { label: beneath }]),
      ];
      const page = await read(context, name);
      if (page === null) return <PageFrame crumbs={crumbs}>{gone(name, slug)}</PageFrame>;
      const queries = pageQueries();
      queries.setQueryData(keyOf(context.target, name), page);
      return (
        <HydrationBoundary state={dehydrate(queries)}>
          <PageFrame crumbs={crumbs} {...(beneath === undefined && { tools: <RangeSelect /> })}>
            {board(name)}
          </PageFrame>
        </HydrationBoundary>
      );
    },
  };
}

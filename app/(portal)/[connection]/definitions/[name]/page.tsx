import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { segmentText, titleText } from '@/app/segment';
import { DefinitionBoard, DefinitionGone } from '@/components/definitions/definition-board';
import { definitionQuery } from '@/components/definitions/definition-queries';
import { type Crumb, PageFrame } from '@/components/shell/page-frame';
import { readDefinition } from '@/lib/history';
import { deregisterDefinitions } from '../actions';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${titleText((await params).name)} · Definitions` };
}

export default async function DefinitionRoute({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = segmentText(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const page = await readDefinition(prisma, signedIn.scope, where, name);
  const list = `/${target.slug}/definitions`;
  const href = `${list}/${encodeURIComponent(name)}`;
  const crumbs: Crumb[] = [
    { label: 'Definitions', href: list },
    { label: name.slice(0, 128), href, siblings: 'definitions' },
  ];
  if (page === null) {
    return (
      <PageFrame crumbs={crumbs}>
        <DefinitionGone name={name} slug={target.slug} />
      </PageFrame>
    );
  }
  const queries = pageQueries();
  queries.setQueryData(definitionQuery(target, name).queryKey, page);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={crumbs}>
        <DefinitionBoard key={name} name={name} deregister={deregisterDefinitions} />
      </PageFrame>
    </HydrationBoundary>
  );
}

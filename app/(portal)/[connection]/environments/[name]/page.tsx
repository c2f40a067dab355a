import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageContext, pageQueries } from '@/app/(portal)/page-data';
import { environmentQuery } from '@/components/data/queries';
import { EnvironmentBoard, EnvironmentGone } from '@/components/environments/environment-board';
import { RangeSelect } from '@/components/overview/range-select';
import { PageFrame } from '@/components/shell/page-frame';
import { readEnvironment } from '@/lib/history';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${decoded((await params).name)} · Environments` };
}

export default async function EnvironmentRoute({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = decoded(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const page = await readEnvironment(prisma, signedIn.scope, where, name);
  const crumbs = [{ label: 'Environments', href: `/${target.slug}/environments` }, { label: name.slice(0, 128) }];
  if (page === null) {
    return (
      <PageFrame crumbs={crumbs}>
        <EnvironmentGone name={name} slug={target.slug} />
      </PageFrame>
    );
  }
  const queries = pageQueries();
  queries.setQueryData(environmentQuery(target, name).queryKey, page);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PageFrame crumbs={crumbs} tools={<RangeSelect />}>
        <EnvironmentBoard key={name} name={name} />
      </PageFrame>
    </HydrationBoundary>
  );
}

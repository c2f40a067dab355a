import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { DefinitionForm, type DefinitionStart } from '@/components/definition-form/definition-form';
import { definitionCall, FRESH_DEFINITION } from '@/lib/forms';
import { listDefinitions, newestRevision, readCurrentVersion } from '@/lib/history';
import { FormPage, one } from '../../form-page';
import { registerDefinition } from '../actions';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'New definition' };

export default async function NewDefinitionPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const asked = await searchParams;
  const from = one(asked.from);
  const name = from.slice(0, Math.max(0, from.lastIndexOf(':')));
  const [{ rows }, found, newest] = await Promise.all([
    listDefinitions(prisma, signedIn.scope, where),
    from === '' ? null : readCurrentVersion(prisma, signedIn.scope, where, 'job-definition', from),
    from === '' ? null : newestRevision(prisma, signedIn.scope, where, name),
  ]);
  const list = `/${target.slug}/definitions`;
  const isClone = one(asked.clone) !== '';
  const start: DefinitionStart =
    found === null
      ? { initial: FRESH_DEFINITION, from: null, revises: null }
      : {
          initial: definitionCall(found.document, isClone ? '' : name),
          from,
          revises: isClone ? null : { name, newest: newest?.revision ?? 0 },
        };
  const known = Object.fromEntries(rows.map((row) => [row.name, row.revision]));
  if (newest !== null) known[name] = newest.revision;
  return (
    <FormPage
      title="New definition"
      crumbs={[
        { label: 'Definitions', href: list },
        ...(start.revises === null ? [] : [{ label: name, href: `${list}/${encodeURIComponent(name)}` }]),
        { label: 'New' },
      ]}
      signedIn={signedIn}
      back={{ label: 'All definitions', href: list }}
      missing={
        from !== '' && found === null ? `There is no definition ${from.slice(0, 140)} to begin from.` : undefined
      }
    >
      <DefinitionForm start={start} known={known} register={registerDefinition} />
    </FormPage>
  );
}

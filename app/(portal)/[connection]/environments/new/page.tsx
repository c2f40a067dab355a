import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { NewEnvironmentForm } from '@/components/environment-form/environment-form';
import { ofKind } from '@/components/environment-form/environment-kinds';
import { environmentCreateCall, type JsonObject } from '@/lib/forms';
import { readCurrentVersion } from '@/lib/history';
import { FormPage, one } from '../../form-page';
import { createEnvironment } from '../actions';
import { environmentSuggestions } from '../form-suggestions';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'New environment' };

/** A first call that needs little more than a name; the network of the other environments is taken over. */
function freshCall(subnets: readonly string[], groups: readonly string[]): JsonObject {
  const network = { subnets: subnets.slice(0, 1), securityGroupIds: groups.slice(0, 1) };
  const { computeResources = {} } = ofKind('EC2', network);
  return { computeEnvironmentName: '', type: 'MANAGED', state: 'ENABLED', computeResources };
}

export default async function NewEnvironmentPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const { scope } = signedIn;
  const asked = one((await searchParams).from);
  const [{ names, suggestions }, from] = await Promise.all([
    environmentSuggestions(prisma, scope, where),
    asked === '' ? null : readCurrentVersion(prisma, scope, where, 'compute-environment', asked),
  ]);
  const list = `/${target.slug}/environments`;
  return (
    <FormPage
      title="New environment"
      crumbs={[{ label: 'Environments', href: list }, { label: 'New' }]}
      signedIn={signedIn}
      back={{ label: 'All environments', href: list }}
      missing={asked !== '' && from === null ? `There is no environment ${asked.slice(0, 128)} to clone.` : undefined}
    >
      <NewEnvironmentForm
        initial={
          from === null
            ? freshCall(suggestions.subnets, suggestions.securityGroupIds)
            : environmentCreateCall(from.document)
        }
        from={from?.name ?? null}
        names={names}
        suggestions={suggestions}
        create={createEnvironment}
      />
    </FormPage>
  );
}

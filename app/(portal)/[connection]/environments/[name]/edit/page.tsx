import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { segmentText, titleText } from '@/app/segment';
import { EditEnvironmentForm } from '@/components/environment-form/environment-form';
import { environmentUpdateBase } from '@/lib/forms';
import { readCurrentVersion, readEnvironments } from '@/lib/history';
import { FormPage } from '../../../form-page';
import { updateEnvironment } from '../../actions';
import { environmentSuggestions } from '../../form-suggestions';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${titleText((await params).name)} · Environments` };
}

export default async function EditEnvironmentPage({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = segmentText(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const { scope } = signedIn;
  const [{ suggestions }, rows, current] = await Promise.all([
    environmentSuggestions(prisma, scope, where),
    readEnvironments(prisma, scope, where),
    readCurrentVersion(prisma, scope, where, 'compute-environment', name),
  ]);
  const list = `/${target.slug}/environments`;
  return (
    <FormPage
      title="Edit environment"
      crumbs={[
        { label: 'Environments', href: list },
        { label: name.slice(0, 128), href: `${list}/${encodeURIComponent(name)}` },
        { label: 'Edit' },
      ]}
      signedIn={signedIn}
      back={{ label: 'All environments', href: list }}
      missing={current === null ? `There is no environment ${name.slice(0, 128)}.` : undefined}
    >
      {current !== null && (
        <EditEnvironmentForm
          start={{ name, base: environmentUpdateBase(current.document), version: current.version }}
          queues={rows.find((row) => row.name === name)?.queues ?? []}
          suggestions={suggestions}
          update={updateEnvironment}
        />
      )}
    </FormPage>
  );
}

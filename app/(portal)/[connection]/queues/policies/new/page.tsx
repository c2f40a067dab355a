import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { NewPolicyForm } from '@/components/policy-form/policy-form';
import { nameOfArn } from '@/lib/batch';
import { type JsonObject, policyCreateCall } from '@/lib/forms';
import { readCurrentVersion } from '@/lib/history';
import { FormPage, one } from '../../../form-page';
import { createPolicy } from '../../actions';
import { queueSurroundings } from '../../form-surroundings';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'New scheduling policy' };

const FRESH: JsonObject = {
  name: '',
  fairsharePolicy: { shareDecaySeconds: 3600, computeReservation: 0, shareDistribution: [] },
};

export default async function NewPolicyPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const { scope } = signedIn;
  const asked = one((await searchParams).from);
  const [{ policies }, from] = await Promise.all([
    queueSurroundings(prisma, scope, where),
    asked === '' ? null : readCurrentVersion(prisma, scope, where, 'scheduling-policy', asked),
  ]);
  const list = `/${target.slug}/queues`;
  return (
    <FormPage
      title="New scheduling policy"
      crumbs={[{ label: 'Queues', href: list }, { label: 'New policy' }]}
      signedIn={signedIn}
      back={{ label: 'All queues', href: list }}
      missing={asked !== '' && from === null ? `There is no policy ${asked.slice(0, 128)} to clone.` : undefined}
    >
      <NewPolicyForm
        initial={from === null ? FRESH : policyCreateCall(from.document)}
        from={from?.name ?? null}
        names={policies.map(nameOfArn)}
        create={createPolicy}
      />
    </FormPage>
  );
}

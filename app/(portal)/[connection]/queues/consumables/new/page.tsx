import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { NewConsumableForm } from '@/components/consumables/new-consumable-form';
import { consumableCreateCall, type JsonObject } from '@/lib/forms';
import { readConsumables, readCurrentVersion } from '@/lib/history';
import { FormPage, one } from '../../../form-page';
import { createConsumable } from '../actions';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'New consumable resource' };

const FRESH: JsonObject = { consumableResourceName: '', totalQuantity: 1, resourceType: 'REPLENISHABLE' };

export default async function NewConsumablePage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const { scope } = signedIn;
  const asked = one((await searchParams).from);
  const [rows, from] = await Promise.all([
    readConsumables(prisma, scope, where),
    asked === '' ? null : readCurrentVersion(prisma, scope, where, 'consumable-resource', asked),
  ]);
  const list = `/${target.slug}/queues?tab=consumables`;
  return (
    <FormPage
      title="New consumable resource"
      crumbs={[
        { label: 'Queues', href: `/${target.slug}/queues` },
        { label: 'Consumable resources', href: list },
        { label: 'New' },
      ]}
      signedIn={signedIn}
      back={{ label: 'All consumable resources', href: list }}
      missing={
        asked !== '' && from === null ? `There is no consumable resource ${asked.slice(0, 128)} to clone.` : undefined
      }
    >
      <NewConsumableForm
        initial={from === null ? FRESH : consumableCreateCall(from.document)}
        from={from?.name ?? null}
        names={rows.map(({ name }) => name)}
        create={createConsumable}
      />
    </FormPage>
  );
}

import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { NewQueueForm } from '@/components/queue-form/queue-form';
import { type JsonObject, queueCreateCall } from '@/lib/forms';
import { readCurrentVersion, readQueues } from '@/lib/history';
import { FormPage, one } from '../../form-page';
import { createQueue } from '../actions';
import { queueSurroundings } from '../form-surroundings';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'New queue' };

const FRESH: JsonObject = { jobQueueName: '', state: 'ENABLED', priority: 1, computeEnvironmentOrder: [] };

export default async function NewQueuePage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const { scope } = signedIn;
  const asked = one((await searchParams).from);
  const [around, queues, from] = await Promise.all([
    queueSurroundings(prisma, scope, where),
    readQueues(prisma, scope, where),
    asked === '' ? null : readCurrentVersion(prisma, scope, where, 'job-queue', asked),
  ]);
  const list = `/${target.slug}/queues`;
  return (
    <FormPage
      title="New queue"
      crumbs={[{ label: 'Queues', href: list }, { label: 'New' }]}
      signedIn={signedIn}
      back={{ label: 'All queues', href: list }}
      missing={asked !== '' && from === null ? `There is no queue ${asked.slice(0, 128)} to clone.` : undefined}
    >
      <NewQueueForm
        initial={from === null ? FRESH : queueCreateCall(from.document)}
        from={from?.name ?? null}
        around={{ ...around, queues: queues.map(({ name }) => name) }}
        create={createQueue}
      />
    </FormPage>
  );
}

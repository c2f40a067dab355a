import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { segmentText, titleText } from '@/app/segment';
import { EditQueueForm } from '@/components/queue-form/queue-form';
import { queueUpdateBase } from '@/lib/forms';
import { readCurrentVersion, readQueues } from '@/lib/history';
import { FormPage } from '../../../form-page';
import { updateQueue } from '../../actions';
import { queueSurroundings } from '../../form-surroundings';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${titleText((await params).name)} · Queues` };
}

export default async function EditQueuePage({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = segmentText(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const { scope } = signedIn;
  const [around, queues, current] = await Promise.all([
    queueSurroundings(prisma, scope, where),
    readQueues(prisma, scope, where),
    readCurrentVersion(prisma, scope, where, 'job-queue', name),
  ]);
  const list = `/${target.slug}/queues`;
  return (
    <FormPage
      title="Edit queue"
      crumbs={[
        { label: 'Queues', href: list },
        { label: name.slice(0, 128), href: `${list}/${encodeURIComponent(name)}` },
        { label: 'Edit' },
      ]}
      signedIn={signedIn}
      back={{ label: 'All queues', href: list }}
      missing={current === null ? `There is no queue ${name.slice(0, 128)}.` : undefined}
    >
      {current !== null && (
        <EditQueueForm
          start={{ name, base: queueUpdateBase(current.document), version: current.version }}
          around={{ ...around, queues: queues.map((queue) => queue.name) }}
          update={updateQueue}
        />
      )}
    </FormPage>
  );
}

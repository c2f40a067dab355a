import { resourcePage } from '@/app/(portal)/resource-page';
import { queueQuery } from '@/components/data/queries';
import { QueueBoard, QueueGone } from '@/components/queues/queue-board';
import { readQueue } from '@/lib/history';
import { QUEUE_ACTIONS } from '../queue-actions';

const page = resourcePage({
  plural: 'Queues',
  read: ({ prisma, signedIn, where }, name) => readQueue(prisma, signedIn.scope, where, name),
  keyOf: (target, name) => queueQuery(target, name).queryKey,
  board: (name) => <QueueBoard key={name} name={name} actions={QUEUE_ACTIONS} />,
  gone: (name, slug) => <QueueGone name={name} slug={slug} />,
});

export const generateMetadata = page.generateMetadata;
export default page.route;

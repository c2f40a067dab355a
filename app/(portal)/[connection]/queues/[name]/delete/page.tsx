import { resourcePage } from '@/app/(portal)/resource-page';
import { guideQuery } from '@/components/data/queries';
import { DeleteBoard } from '@/components/guided-delete/delete-board';
import { QueueGone } from '@/components/queues/queue-board';
import { readGuide } from '@/lib/guides';
import { readQueue } from '@/lib/history';
import { directDelete, planDeletedJobs } from '../../../guide-actions';
import { QUEUE_ACTIONS } from '../../queue-actions';

const page = resourcePage({
  plural: 'Queues',
  beneath: 'Delete',
  read: async ({ prisma, signedIn, where }, name) => {
    const guide = await readGuide(prisma, signedIn.scope, where, 'queue', name);
    if (guide === null && (await readQueue(prisma, signedIn.scope, where, name)) === null) return null;
    return { guide };
  },
  keyOf: (target, name) => guideQuery(target, 'queue', name).queryKey,
  board: (name) => (
    <DeleteBoard
      kind="queue"
      name={name}
      actions={{ start: QUEUE_ACTIONS.startDelete, direct: directDelete, planJobs: planDeletedJobs }}
    />
  ),
  gone: (name, slug) => <QueueGone name={name} slug={slug} />,
});

export const generateMetadata = page.generateMetadata;
export default page.route;

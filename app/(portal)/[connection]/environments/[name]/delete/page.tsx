import { resourcePage } from '@/app/(portal)/resource-page';
import { guideQuery } from '@/components/data/queries';
import { EnvironmentGone } from '@/components/environments/environment-board';
import { DeleteBoard } from '@/components/guided-delete/delete-board';
import { readGuide } from '@/lib/guides';
import { readEnvironment } from '@/lib/history';
import { directDelete, planDeletedJobs } from '../../../guide-actions';
import { ENVIRONMENT_ACTIONS } from '../../environment-actions';

const page = resourcePage({
  plural: 'Environments',
  beneath: 'Delete',
  read: async ({ prisma, signedIn, where }, name) => {
    const guide = await readGuide(prisma, signedIn.scope, where, 'environment', name);
    if (guide === null && (await readEnvironment(prisma, signedIn.scope, where, name)) === null) return null;
    return { guide };
  },
  keyOf: (target, name) => guideQuery(target, 'environment', name).queryKey,
  board: (name) => (
    <DeleteBoard
      kind="environment"
      name={name}
      actions={{ start: ENVIRONMENT_ACTIONS.startDelete, direct: directDelete, planJobs: planDeletedJobs }}
    />
  ),
  gone: (name, slug) => <EnvironmentGone name={name} slug={slug} />,
});

export const generateMetadata = page.generateMetadata;
export default page.route;

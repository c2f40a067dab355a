import { resourcePage } from '@/app/(portal)/resource-page';
import { environmentQuery } from '@/components/data/queries';
import { EnvironmentBoard, EnvironmentGone } from '@/components/environments/environment-board';
import { readEnvironment } from '@/lib/history';
import { ENVIRONMENT_ACTIONS } from '../environment-actions';

const page = resourcePage({
  plural: 'Environments',
  read: ({ prisma, signedIn, where }, name) => readEnvironment(prisma, signedIn.scope, where, name),
  keyOf: (target, name) => environmentQuery(target, name).queryKey,
  board: (name) => <EnvironmentBoard key={name} name={name} actions={ENVIRONMENT_ACTIONS} />,
  gone: (name, slug) => <EnvironmentGone name={name} slug={slug} />,
});

export const generateMetadata = page.generateMetadata;
export default page.route;

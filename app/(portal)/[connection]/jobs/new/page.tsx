import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { PageFrame } from '@/components/shell/page-frame';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { may, rolesThatMay } from '@/lib/access';
import { readDefinitions, readQueues } from '@/lib/history';
import { submitJob } from '../../actions';
import { CheckedSubmitForm } from './checked-submit-form';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Submit a job' };

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

export default async function SubmitPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target } = await pageContext((await params).connection);
  const crumbs = [{ label: 'Jobs', href: `/${target.slug}/jobs` }, { label: 'Submit' }];
  if (!may(signedIn.user.role, 'jobs.submit')) {
    return (
      <PageFrame crumbs={crumbs} primary={null}>
        <Panel title="Submit a job" flush>
          <EmptyState
            title={`This needs the role ${rolesThatMay('jobs.submit').join(' or ')}.`}
            action={<ButtonLink href={`/${target.slug}/jobs`}>All jobs</ButtonLink>}
          >
            Yours is {signedIn.user.role}.
          </EmptyState>
        </Panel>
      </PageFrame>
    );
  }
  const [queues, definitions, asked] = await Promise.all([
    readQueues(prisma, signedIn.scope, where),
    readDefinitions(prisma, signedIn.scope, where),
    searchParams,
  ]);
  const [queue] = queues;
  const [definition] = definitions;
  return (
    <PageFrame crumbs={crumbs} primary={null}>
      <h1 className="sr-only">Submit a job</h1>
      <CheckedSubmitForm
        queues={queues}
        definitions={definitions}
        initial={{
          jobQueue: one(asked.queue) || (queues.length === 1 && queue !== undefined ? queue.name : ''),
          jobDefinition:
            one(asked.definition) || (definitions.length === 1 && definition !== undefined ? definition.name : ''),
        }}
        submit={submitJob}
      />
    </PageFrame>
  );
}

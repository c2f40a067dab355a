import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { SubmitForm, type SubmitStart } from '@/components/submit/submit-form';
import { may } from '@/lib/access';
import { readDefinitions, readQueueChoices, readQueues } from '@/lib/history';
import { FormPage, one } from '../../form-page';
import { submitJob } from './actions';
import { cloneJob } from './cloned-job';
import { submitSurroundings } from './surroundings';

interface Props {
  params: Promise<{ connection: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Submit a job' };

/** A form that a link filled keeps a draft of its own. */
function keyOf(asked: Readonly<Record<string, string>>): string {
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  return given.length === 0 ? 'jobs/new' : `jobs/new?${new URLSearchParams(given)}`;
}

export default async function SubmitPage({ params, searchParams }: Props) {
  const { signedIn, prisma, where, target, connection, past } = await pageContext((await params).connection);
  const { scope, user } = signedIn;
  const query = await searchParams;
  const asked = { from: one(query.from), queue: one(query.queue), definition: one(query.definition) };
  const list = `/${target.slug}/jobs`;
  const isAllowed = may(user.role, 'jobs.submit');
  const clone =
    !isAllowed || asked.from === ''
      ? null
      : await cloneJob(prisma, scope, where, past === null ? connection.driver.batchAs(user.email) : null, asked.from);
  const [choices, rows, definitions, known] = await Promise.all([
    readQueueChoices(prisma, scope, where),
    readQueues(prisma, scope, where),
    readDefinitions(prisma, scope, where),
    clone === null ? null : submitSurroundings(prisma, scope, where, clone.call),
  ]);
  const queues = choices.map((queue) => ({
    ...queue,
    waiting: rows.find(({ name }) => name === queue.name)?.waiting ?? 0,
  }));
  const only = (choice: readonly { name: string }[]) => (choice.length === 1 ? (choice[0]?.name ?? '') : '');
  const start: SubmitStart = {
    initial: clone?.call ?? {
      jobName: '',
      jobQueue: asked.queue || only(queues),
      jobDefinition: asked.definition || only(definitions),
    },
    from: clone === null ? null : { id: clone.id, name: clone.name, isFromHistory: clone.isFromHistory },
    jobs: { ...known?.jobs },
  };
  return (
    <FormPage
      title="Submit a job"
      crumbs={[{ label: 'Jobs', href: list }, { label: 'Submit' }]}
      signedIn={signedIn}
      permission="jobs.submit"
      back={{ label: 'All jobs', href: list }}
      missing={asked.from !== '' && clone === null ? `There is no job ${asked.from.slice(0, 60)} to clone.` : undefined}
    >
      <SubmitForm around={{ queues, definitions }} start={start} draftKey={keyOf(asked)} submit={submitJob} />
    </FormPage>
  );
}

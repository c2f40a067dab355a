import type { Metadata } from 'next';
import { pageContext } from '@/app/(portal)/page-data';
import { segmentText, titleText } from '@/app/segment';
import { activityHref } from '@/components/activity/activity-words';
import { EditPolicyForm } from '@/components/policy-form/policy-form';
import { Link } from '@/components/ui/link';
import { policyUpdateBase } from '@/lib/forms';
import { queuesUsing, readCurrentVersion, seesQueue } from '@/lib/history';
import { FormPage } from '../../../../form-page';
import { updatePolicy } from '../../../actions';

interface Props {
  params: Promise<{ connection: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${titleText((await params).name)} · Scheduling policies` };
}

export default async function EditPolicyPage({ params }: Props) {
  const { connection, name: segment } = await params;
  const name = segmentText(segment);
  const { signedIn, prisma, where, target } = await pageContext(connection);
  const current = await readCurrentVersion(prisma, signedIn.scope, where, 'scheduling-policy', name);
  const users = current === null ? [] : await queuesUsing(prisma, where, 'policy', name);
  const queues = users.filter((queue) => seesQueue(signedIn.scope, where, queue));
  const list = `/${target.slug}/queues`;
  return (
    <FormPage
      title="Edit policy"
      crumbs={[{ label: 'Queues', href: list }, { label: `Policy ${name.slice(0, 128)}` }, { label: 'Edit' }]}
      signedIn={signedIn}
      back={{ label: 'All queues', href: list }}
      tools={
        <Link href={activityHref(target.slug, `policy ${name}`)} className="link text-13">
          Activity
        </Link>
      }
      missing={current === null ? `There is no policy ${name.slice(0, 128)}.` : undefined}
    >
      {current !== null && (
        <EditPolicyForm
          start={{ name, base: policyUpdateBase(current.document), version: current.version }}
          queues={queues}
          update={updatePolicy}
        />
      )}
    </FormPage>
  );
}

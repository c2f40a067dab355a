'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GuideKind } from '@/lib/guides';
import { useConnection } from '../data/connection';
import { guideQuery } from '../data/queries';
import { readFailure } from '../jobs/read-failure';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { DeleteForm } from './delete-form';
import type { DeleteActions } from './delete-plan';
import { DeleteProgress } from './delete-progress';

/** Deletes a queue or environment step by step: asks first, then shows how far it is, after a reload as before. */
export function DeleteBoard({ kind, name, actions }: { kind: GuideKind; name: string; actions: DeleteActions }) {
  const query = useQuery(guideQuery(useConnection(), kind, name));
  const [isAgain, setAgain] = useState(false);
  const failed = readFailure('How far this delete is', query);
  const guide = query.data?.guide;
  if (guide === undefined)
    return (
      <Panel title="Delete" flush error={failed}>
        {failed === null ? <SkeletonRows rows={5} label="Reading" /> : null}
      </Panel>
    );
  if (guide === null || (guide.state === 'put-back' && isAgain))
    return (
      <DeleteForm
        kind={kind}
        name={name}
        start={async (input) => {
          const result = await actions.start(input);
          if (result.ok) setAgain(false);
          await query.refetch();
          return result;
        }}
      />
    );
  return (
    <DeleteProgress
      guide={guide}
      actions={actions}
      onDirected={() => void query.refetch()}
      onAgain={() => setAgain(true)}
    />
  );
}

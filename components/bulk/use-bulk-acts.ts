import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkDirection, BulkView } from '@/lib/bulk';
import { useMay } from '../access/access';
import { useConnection } from '../data/connection';
import { showToast } from '../ui/toast';
import type { DirectBulk } from './bulk-queries';

/** What one may do with an operation: `direct` does it and says what was refused; `why` says who may. */
export function useBulkActs(bulk: Pick<BulkView, 'id' | 'queues'>, action: DirectBulk) {
  const { slug, epoch } = useConnection();
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const { why } = useMay('jobs.end', { queues: bulk.queues });
  const direct = async (direction: BulkDirection) => {
    setIsBusy(true);
    const result = await action({ connection: slug, id: bulk.id, direction }).catch(() => null);
    setIsBusy(false);
    if (result?.ok !== true) {
      showToast({
        kind: 'refused',
        title: 'Nothing was changed.',
        detail: result?.error.message ?? 'The portal does not answer.',
      });
    }
    await client.invalidateQueries({ queryKey: ['read', slug, epoch, 'bulk'] });
  };
  return { direct, isBusy, why };
}

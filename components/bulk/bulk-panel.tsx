'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { OpenBulkCard, PastBulkRow } from './bulk-card';
import { bulkQuery, type DirectBulk, oneBulkQuery } from './bulk-queries';

const FEW = 3;

/** The operations on many jobs: cards of those that run, one line each for those that are over. */
export function BulkPanel({ action }: { action: DirectBulk }) {
  const connection = useConnection();
  const listed = useQuery(bulkQuery(connection)).data ?? [];
  const [opened, setOpened] = useQueryState('bulk', parseAsString);
  const [showsAll, setShowsAll] = useState(false);
  const isListed = listed.some(({ id }) => id === opened);
  const asked = useQuery({
    ...oneBulkQuery(connection, opened ?? ''),
    enabled: opened !== null && !isListed && /^[0-9a-f-]{36}$/.test(opened),
  }).data;
  const all = asked === undefined || isListed ? listed : [...listed, asked];
  const open = all.filter(({ endedAt }) => endedAt === null);
  const past = all.filter(({ endedAt }) => endedAt !== null);
  if (all.length === 0) return null;
  const shown = past.filter(({ id }, index) => showsAll || index < FEW || id === opened);
  const cardOf = (id: string) => ({
    isOpen: id === opened,
    onToggle: () => void setOpened(id === opened ? null : id),
    action,
  });
  return (
    <div className="mb-3 flex flex-col gap-3">
      {open.map((bulk) => (
        <OpenBulkCard key={bulk.id} bulk={bulk} {...cardOf(bulk.id)} />
      ))}
      {past.length > 0 && (
        <Panel
          title="Bulk operations that are over"
          flush
          {...(past.length > FEW && {
            actions: (
              <Button size="panel" variant="quiet" onClick={() => setShowsAll(!showsAll)}>
                {showsAll ? 'Show fewer' : `Show all ${formatNumber(past.length)}`}
              </Button>
            ),
          })}
        >
          <ul aria-label="Bulk operations that are over">
            {shown.map((bulk) => (
              <PastBulkRow key={bulk.id} bulk={bulk} {...cardOf(bulk.id)} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

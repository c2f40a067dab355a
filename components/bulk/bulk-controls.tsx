'use client';

import { Pause, Play, Square } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { BulkView } from '@/lib/bulk';
import { Refused } from '../access/permitted';
import { Button, IconButton } from '../ui/button';
import type { DirectBulk } from './bulk-queries';
import { bulkShort } from './bulk-words';
import { useBulkActs } from './use-bulk-acts';

function orRefused(why: string | null, control: ComponentProps<typeof Refused>['children']) {
  return why === null ? control : <Refused why={why}>{control}</Refused>;
}

/** Pause or go on, and stop: with words, or as icons where there is little room. */
export function BulkControls({
  bulk,
  action,
  isSmall = false,
}: {
  bulk: BulkView;
  action: DirectBulk;
  isSmall?: boolean;
}) {
  const { direct, isBusy, why } = useBulkActs(bulk, action);
  const isPaused = bulk.state === 'paused';
  const Icon = isPaused ? Play : Pause;
  const word = isPaused ? 'Go on' : 'Pause';
  const onPause = () => void direct(isPaused ? 'resume' : 'pause');
  const onStop = () => void direct('abort');
  if (isSmall)
    return (
      <>
        {orRefused(
          why,
          <IconButton label={`${word}: ${bulkShort(bulk)}`} size="panel" disabled={isBusy} onClick={onPause}>
            <Icon size={13} strokeWidth={1.75} aria-hidden />
          </IconButton>,
        )}
        {orRefused(
          why,
          <IconButton label={`Stop: ${bulkShort(bulk)}`} size="panel" disabled={isBusy} onClick={onStop}>
            <Square size={12} strokeWidth={1.75} aria-hidden />
          </IconButton>,
        )}
      </>
    );
  return (
    <>
      {orRefused(
        why,
        <Button disabled={isBusy} onClick={onPause}>
          <Icon size={14} strokeWidth={1.75} aria-hidden />
          {word}
        </Button>,
      )}
      {orRefused(
        why,
        <Button variant="danger" disabled={isBusy} onClick={onStop}>
          <Square size={13} strokeWidth={1.75} aria-hidden />
          Stop
        </Button>,
      )}
    </>
  );
}

'use client';

import { FAIRSHARE } from '@/lib/forms';
import { EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatDuration } from '../format/duration';
import { formatNumber } from '../format/number';
import { ShareRows } from './share-rows';

/** What a reservation keeps back, by how many shares are at work. */
function reservationWords(value: unknown): string {
  if (typeof value !== 'number' || value <= 0 || value > FAIRSHARE.reservationMost) {
    return 'Keeps a part of the vCPU for shares that have no jobs yet: 0 keeps nothing.';
  }
  const kept = (active: number) => `${formatNumber((value / 100) ** active * 100, 1)}\u00a0%`;
  return `Keeps ${kept(1)} of the vCPU while one share is at work, ${kept(2)} while two are, ${kept(3)} while three are.`;
}

/** The fields of a scheduling policy of fair shares; `isNew` while it is made. */
export function PolicyFields({ isNew, name }: { isNew: boolean; name: string }) {
  const { valueIn } = useEdit();
  const decay = valueIn('fairsharePolicy.shareDecaySeconds');
  const isQuota = valueIn('quotaSharePolicy') !== undefined;
  return (
    <>
      <EditSection title="What">
        {isNew ? (
          <EditText path="name" label="Name" />
        ) : (
          <EditText path="arn" label="Policy" mono locked={`A name is for good: clone ${name} to give it another.`} />
        )}
      </EditSection>
      {isQuota ? (
        <p className="px-4 pb-4 text-13 text-tx2">This is a policy of quota shares: edit it as JSON.</p>
      ) : (
        <EditSection title="Fair shares">
          <EditText
            path="fairsharePolicy.shareDecaySeconds"
            label="Share decay, s"
            kind="number"
            className="w-28!"
            note={
              typeof decay === 'number' && decay > 0
                ? `What a share used counts for ${formatDuration(decay * 1000)}, less and less.`
                : 'How long what a share used counts against it; 0 takes AWS’s own window of 10 min.'
            }
          />
          <EditText
            path="fairsharePolicy.computeReservation"
            label="Reservation, %"
            kind="number"
            className="w-20!"
            note={reservationWords(valueIn('fairsharePolicy.computeReservation'))}
          />
          <ShareRows />
        </EditSection>
      )}
      {isNew && (
        <EditSection title="Tags">
          <EditPairs path="tags" label="Tags" what="tag" />
        </EditSection>
      )}
    </>
  );
}

'use client';

import { Plus, X } from 'lucide-react';
import { isObject, type JsonObject } from '@/lib/forms';
import { EditInput } from '../edit/edit-fields';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatNumber } from '../format/number';
import { Button, IconButton } from '../ui/button';

const PATH = 'fairsharePolicy.shareDistribution';

/** What a share gets against one of weight 1, in words: AWS's smaller weight is the larger share. */
function weightWords(weight: unknown): string {
  if (typeof weight !== 'number' || weight <= 0) return '';
  return weight === 1 ? 'an even share' : `${formatNumber(1 / weight, 2)} × an even share`;
}

/** The shares of a policy and their weights. */
export function ShareRows() {
  const { valueIn, write, isInert } = useEdit();
  const value = valueIn(PATH);
  const shares: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const put = (next: JsonObject[]) => write(PATH, next.length === 0 ? undefined : next);
  return (
    <EditRow
      label="Shares"
      paths={[PATH]}
      note="A name that ends in * stands for every share that begins so. A share that is not listed has weight 1. The smaller the weight, the larger the share."
    >
      {shares
        .map((share, at) => ({ share, at }))
        .map(({ share, at }) => (
          <div key={at} data-path={`${PATH}[${at}]`} className="flex flex-wrap items-center gap-1.5 text-12 text-tx3t">
            <EditInput
              path={`${PATH}[${at}].shareIdentifier`}
              label={`Name of share ${at + 1}`}
              placeholder="name"
              className="w-40!"
              mono
            />
            weight
            <EditInput
              path={`${PATH}[${at}].weightFactor`}
              label={`Weight of share ${at + 1}`}
              kind="number"
              placeholder="1"
              className="w-20!"
            />
            <span className="num">{weightWords(share.weightFactor)}</span>
            <IconButton
              size="panel"
              label={`Take out share ${at + 1}`}
              disabled={isInert}
              onClick={() => put(shares.toSpliced(at, 1))}
            >
              <X size={13} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ))}
      <div>
        <Button
          size="panel"
          disabled={isInert}
          onClick={() => put([...shares, { shareIdentifier: '', weightFactor: 1 }])}
        >
          <Plus size={13} strokeWidth={1.75} aria-hidden />
          Add a share
        </Button>
      </div>
    </EditRow>
  );
}

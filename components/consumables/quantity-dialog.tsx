'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { SegmentedControl } from '../ui/segmented-control';
import type { ListedConsumable } from './consumable-rows';
import { QUANTITY_WAYS, type QuantityWay, quantityPlan } from './quantity-change';

/** Asks how many units of a consumable resource there are, and says what that comes to. */
export function QuantityDialog({
  row,
  onClose,
  onSet,
}: {
  row: ListedConsumable;
  onClose: () => void;
  onSet: (operation: QuantityWay, quantity: number) => void;
}) {
  const [way, setWay] = useState<QuantityWay>('SET');
  const [text, setText] = useState('');
  const plan = quantityPlan(way, text, row);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ('total' in plan) onSet(way, plan.quantity);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Quantity of ${row.name}`}
      width="narrow"
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form="quantity" disabled={!('total' in plan)}>
            Set quantity
          </Button>
        </>
      }
    >
      <form id="quantity" onSubmit={submit} className="flex flex-col gap-3">
        <div>
          <SegmentedControl label="How" options={QUANTITY_WAYS} value={way} onChange={setWay} />
        </div>
        <TextField
          label="Units"
          inputMode="numeric"
          value={text}
          error={'error' in plan ? plan.error : undefined}
          note={'total' in plan ? plan.words : 'AWS counts it at once; what is free may show up to 30 s later.'}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

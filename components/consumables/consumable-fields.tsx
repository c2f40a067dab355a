'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { DEFINITION, isObject, type JsonObject } from '@/lib/forms';
import { useConnection } from '../data/connection';
import { consumablesQuery } from '../data/queries';
import { EditInput } from '../edit/edit-fields';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatNumber } from '../format/number';
import { Button, IconButton } from '../ui/button';

/** The consumable resources that a job needs. `path` is the member that holds their list; `note` says whose they are. */
export function ConsumableFields({ path: member, note }: { path: string; note: string }) {
  const { valueIn, write, isInert } = useEdit();
  const id = useId();
  const { data: known = [] } = useQuery(consumablesQuery(useConnection()));
  const path = `${member}.consumableResourceList`;
  const value = valueIn(path);
  const needs: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const put = (next: JsonObject[]) =>
    next.length === 0 ? write(member, undefined) : write(member, { consumableResourceList: next });
  const words = (need: JsonObject): string => {
    const name = typeof need.consumableResource === 'string' ? need.consumableResource : '';
    const found = known.find((one) => one.name === name || one.arn === name);
    if (found !== undefined) return `of ${formatNumber(found.totalQuantity)}`;
    return name === '' ? '' : 'none of this name was seen here';
  };
  return (
    <EditRow label="Consumables" paths={[path]} note={note}>
      {needs
        .map((need, at) => ({ need, at }))
        .map(({ need, at }) => (
          <div key={at} data-path={`${path}[${at}]`} className="flex flex-wrap items-center gap-1.5 text-12 text-tx3t">
            <EditInput
              path={`${path}[${at}].quantity`}
              label={`Units of consumable resource ${at + 1}`}
              kind="number"
              className="w-20!"
            />
            of
            <EditInput
              path={`${path}[${at}].consumableResource`}
              label={`Name of consumable resource ${at + 1}`}
              placeholder="name"
              className="w-52!"
              list={id}
              mono
            />
            <span className="num">{words(need)}</span>
            <IconButton
              size="panel"
              label={`Take out consumable resource ${at + 1}`}
              disabled={isInert}
              onClick={() => put(needs.toSpliced(at, 1))}
            >
              <X size={13} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ))}
      <datalist id={id}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {needs.length < DEFINITION.consumablesMost && (
        <div>
          <Button
            size="panel"
            disabled={isInert}
            onClick={() => put([...needs, { consumableResource: '', quantity: 1 }])}
          >
            <Plus size={13} strokeWidth={1.75} aria-hidden />
            Add a consumable resource
          </Button>
        </div>
      )}
    </EditRow>
  );
}

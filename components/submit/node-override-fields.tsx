'use client';

import { Plus, X } from 'lucide-react';
import { isObject, type JsonObject } from '@/lib/forms';
import type { DefinitionChoice } from '@/lib/history';
import { EditText } from '../edit/edit-fields';
import { useEdit } from '../edit/edit-state';
import { formatNumber } from '../format/number';
import { Button, IconButton } from '../ui/button';
import { OverrideFields } from './override-fields';

const LIST = 'nodeOverrides.nodePropertyOverrides';

type Nodes = NonNullable<DefinitionChoice['nodes']>;

/** What a multi-node job takes otherwise: how many nodes, and the container of a range of them. */
export function NodeOverrideFields({ nodes }: { nodes: Nodes }) {
  const { valueIn, write, isInert } = useEdit();
  const value = valueIn(LIST);
  const groups: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const put = (next: JsonObject[]) => write(LIST, next.length === 0 ? undefined : next);
  const isOpen = nodes.ranges.some(({ targetNodes }) => targetNodes.endsWith(':'));
  const left = nodes.ranges.filter(({ targetNodes }) => !groups.some((group) => group.targetNodes === targetNodes));
  return (
    <>
      <EditText
        path="nodeOverrides.numNodes"
        label="Nodes"
        kind="number"
        className="w-28!"
        note={`Defined ${formatNumber(nodes.numNodes)}.${isOpen ? '' : ' No range of the definition is open at its end, so the number is fixed.'}`}
      />
      {groups
        .map((group, at) => ({ group, at }))
        .map(({ group, at }) => {
          const range = typeof group.targetNodes === 'string' ? group.targetNodes : '';
          return (
            <fieldset key={at} aria-label={`Nodes ${range}`} className="border-t border-ln2 pt-1.5">
              <p className="flex items-center gap-2 px-4 text-12 text-tx2">
                Nodes {range}
                <IconButton
                  size="panel"
                  label={`Take out the override of nodes ${range}`}
                  disabled={isInert}
                  onClick={() => put(groups.toSpliced(at, 1))}
                >
                  <X size={13} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </p>
              <EditText path={`${LIST}[${at}].targetNodes`} label="Range" mono className="w-28!" />
              <OverrideFields
                path={`${LIST}[${at}].containerOverrides`}
                defined={nodes.ranges.find(({ targetNodes }) => targetNodes === range) ?? null}
              />
            </fieldset>
          );
        })}
      {left.length > 0 && (
        <div className="flex flex-wrap gap-1.5 px-4 pb-2 pt-1">
          {left.map(({ targetNodes }) => (
            <Button
              key={targetNodes}
              size="panel"
              disabled={isInert}
              onClick={() => put([...groups, { targetNodes, containerOverrides: {} }])}
            >
              <Plus size={13} strokeWidth={1.75} aria-hidden />
              Override nodes {targetNodes}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

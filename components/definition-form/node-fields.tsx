'use client';

import { Plus, X } from 'lucide-react';
import { isObject, type JsonObject, NODES } from '@/lib/forms';
import { EditText } from '../edit/edit-fields';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { Button, IconButton } from '../ui/button';
import { ContainerFields } from './container-fields';

const LIST = 'nodeProperties.nodeRangeProperties';

/** The nodes of a multi-node job: how many, which is the main one, and a container for each range of them. */
export function NodeFields() {
  const { valueIn, write, isInert } = useEdit();
  const value = valueIn(LIST);
  const groups: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const last = groups.at(-1);
  return (
    <>
      <EditSection title="Nodes">
        <EditText
          path="nodeProperties.numNodes"
          label="Nodes"
          kind="number"
          className="w-28!"
          note="Each is an instance of its own; all start together."
        />
        <EditText
          path="nodeProperties.mainNode"
          label="Main node"
          kind="number"
          className="w-28!"
          note="When it ends the job ends."
        />
      </EditSection>
      {groups
        .map((group, at) => ({ group, at }))
        .map(({ group, at }) => (
          <EditSection
            key={at}
            title={`Nodes ${typeof group.targetNodes === 'string' ? group.targetNodes : ''}`}
            hint={
              groups.length > 1 ? (
                <IconButton
                  size="panel"
                  label={`Take out range ${at + 1}`}
                  disabled={isInert}
                  onClick={() => write(LIST, groups.toSpliced(at, 1))}
                >
                  <X size={13} strokeWidth={1.75} aria-hidden />
                </IconButton>
              ) : undefined
            }
          >
            <EditText
              path={`${LIST}[${at}].targetNodes`}
              label="Range"
              mono
              className="w-28!"
              note="0:3, :3, 4: or 2; together they name every node."
            />
            <ContainerFields path={`${LIST}[${at}].container`} isFargate={false} />
          </EditSection>
        ))}
      {groups.length < NODES.rangesMost && (
        <div className="px-4 pb-3">
          <Button
            size="panel"
            disabled={isInert}
            onClick={() => write(LIST, [...groups, { targetNodes: '', container: last?.container ?? {} }])}
          >
            <Plus size={13} strokeWidth={1.75} aria-hidden />
            Add a range
          </Button>
        </div>
      )}
    </>
  );
}

'use client';

import { isObject, type JsonValue } from '@/lib/forms';
import { ConsumableFields } from '../consumables/consumable-fields';
import { EditChoice, EditFlag, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditSection } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { ContainerFields } from './container-fields';
import { firstContainer } from './containers';
import { NodeFields } from './node-fields';
import { RetryFields } from './retry-fields';

const KINDS = [
  { value: 'EC2', label: 'EC2', hint: 'On instances, On-Demand or Spot' },
  { value: 'FARGATE', label: 'Fargate', hint: 'Without instances, in fixed sizes' },
  { value: 'NODES', label: 'Multi-node', hint: 'Several instances that work as one job' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const FARGATE_ONLY = ['networkConfiguration', 'fargatePlatformConfiguration', 'ephemeralStorage'];
const EC2_ONLY = ['privileged', 'ulimits', 'linuxParameters'];

function kindOf(type: JsonValue | undefined, capabilities: JsonValue | undefined): Kind | null {
  if (type === 'multinode') return 'NODES';
  const [platform] = Array.isArray(capabilities) ? capabilities : [];
  return platform === 'FARGATE' ? 'FARGATE' : platform === undefined || platform === 'EC2' ? 'EC2' : null;
}

/** Turns a definition into another kind: the container goes along, but for what the other kind does not take. */
function useKind(): { kind: Kind | null; turn: (kind: Kind) => void } {
  const { document, valueIn, writeAll } = useEdit();
  const turn = (kind: Kind) => {
    const left = kind === 'FARGATE' ? EC2_ONLY : FARGATE_ONLY;
    const container = Object.fromEntries(
      Object.entries(firstContainer(document)).filter(([name]) => !left.includes(name)),
    );
    const nodes = isObject(document.nodeProperties) ? document.nodeProperties : {};
    writeAll({
      type: kind === 'NODES' ? 'multinode' : 'container',
      platformCapabilities: [kind === 'FARGATE' ? 'FARGATE' : 'EC2'],
      containerProperties: kind === 'NODES' ? undefined : container,
      nodeProperties:
        kind === 'NODES'
          ? { numNodes: 2, mainNode: 0, ...nodes, nodeRangeProperties: [{ targetNodes: '0:', container }] }
          : undefined,
    });
  };
  return { kind: kindOf(valueIn('type'), valueIn('platformCapabilities')), turn };
}

/** The fields of a job definition; `locked` says why its name can't be changed. */
export function DefinitionFields({ locked }: { locked: string | undefined }) {
  const { kind, turn } = useKind();
  const { document } = useEdit();
  const isElsewhere = document.ecsProperties !== undefined || document.eksProperties !== undefined;
  return (
    <>
      <EditSection title="What">
        <EditText path="jobDefinitionName" label="Name" locked={locked} />
        <EditChoice
          path="platformCapabilities"
          label="Runs on"
          options={KINDS}
          value={kind}
          onChoose={turn}
          locked={
            isElsewhere ? 'Its containers stand in ecsProperties or eksProperties: change them in the call.' : undefined
          }
        />
      </EditSection>
      {!isElsewhere && kind === 'NODES' && <NodeFields />}
      {!isElsewhere && kind !== 'NODES' && (
        <EditSection title="Container">
          <ContainerFields path="containerProperties" isFargate={kind === 'FARGATE'} />
        </EditSection>
      )}
      <EditSection title="Consumable resources">
        <ConsumableFields
          path="consumableResourceProperties"
          note="Units that each job holds from STARTING to its end, such as licences. It waits until enough are free."
        />
      </EditSection>
      <EditSection title="Attempts">
        <RetryFields />
      </EditSection>
      <EditSection title="Defaults of a submit" hint="a submit may say otherwise">
        <EditPairs
          path="parameters"
          label="Parameters"
          what="parameter"
          note="What Ref::name in the command stands for."
        />
        <EditText
          path="schedulingPriority"
          label="Priority"
          kind="number"
          className="w-28!"
          note="0 to 9999, within a share of a fair-share queue; higher first."
        />
      </EditSection>
      <EditSection title="Tags">
        <EditPairs path="tags" label="Tags" what="tag" />
        <EditFlag path="propagateTags" label="Tasks" words="Put the tags on the ECS task too" />
      </EditSection>
    </>
  );
}

'use client';

import { ChevronRight } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { isAtOrBelow } from '@/lib/forms';
import { EditFlag, EditInput, EditSelect, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';

const R = 'computeResources';
const IMAGES = [
  { value: '', label: 'Amazon Linux 2023', note: 'AWS’s default' },
  { value: 'ECS_AL2023', label: 'Amazon Linux 2023' },
  { value: 'ECS_AL2023_NVIDIA', label: 'Amazon Linux 2023 with NVIDIA driver' },
  { value: 'ECS_AL2', label: 'Amazon Linux 2', note: 'no new ones since June 2026' },
  { value: 'ECS_AL2_NVIDIA', label: 'Amazon Linux 2 with NVIDIA driver' },
];

/** A part that is folded until it is opened, something in it is wrong, or the address names a field in it (`?field=serviceRole`). */
function Folded({ title, paths, children }: { title: string; paths: readonly string[]; children: ReactNode }) {
  const { problems, valueIn } = useEdit();
  const asked = useSearchParams().get('field');
  const [isOpened, setOpened] = useState(asked !== null && paths.some((path) => isAtOrBelow(asked, path)));
  const isWrong = problems.some((problem) => paths.some((path) => isAtOrBelow(problem.path, path)));
  const set = paths.filter((path) => valueIn(path) !== undefined).length;
  const isOpen = isOpened || isWrong;
  return (
    <section aria-label={title} className="border-t border-ln2 py-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpened(!isOpened)}
        className="flex min-h-7 w-full items-center gap-1.5 px-4 text-left text-13 font-semibold text-tx0 focus-visible:-outline-offset-2 max-md:min-h-11"
      >
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden className={isOpen ? 'rotate-90' : ''} />
        {title}
        {set > 0 && !isOpen && <span className="text-12 font-normal text-tx3t">{set} set</span>}
      </button>
      {isOpen && children}
    </section>
  );
}

function LaunchTemplate() {
  return (
    <EditRow
      label="Launch template"
      paths={[`${R}.launchTemplate`]}
      note="By name; its version is $Default where none is given."
    >
      <div className="flex flex-wrap gap-1.5">
        <EditInput
          path={`${R}.launchTemplate.launchTemplateName`}
          label="Name of the launch template"
          placeholder="name"
          className="w-56!"
          mono
        />
        <EditInput
          path={`${R}.launchTemplate.version`}
          label="Version of the launch template"
          placeholder="version"
          className="w-28!"
          mono
        />
      </div>
    </EditRow>
  );
}

/** What most environments leave as it is. */
export function MoreFields({ isInstances }: { isInstances: boolean }) {
  const instances = ['ec2Configuration', 'launchTemplate', 'ec2KeyPair', 'placementGroup', 'tags'].map(
    (name) => `${R}.${name}`,
  );
  const paths = [...(isInstances ? instances : []), `${R}.scalingPolicy`, 'ecsSettings', 'serviceRole'];
  return (
    <Folded title="More" paths={paths}>
      {isInstances && (
        <>
          <EditSelect path={`${R}.ec2Configuration[0].imageType`} label="Image" options={IMAGES} />
          <LaunchTemplate />
          <EditText path={`${R}.ec2KeyPair`} label="Key pair" mono />
          <EditText path={`${R}.placementGroup`} label="Placement group" mono />
        </>
      )}
      <EditText
        path={`${R}.scalingPolicy.minScaleDownDelayMinutes`}
        label="Scale-down delay"
        kind="number"
        className="w-24!"
        note="Minutes an idle instance is kept: 20 to 10,080, or 0 to leave it to AWS."
      />
      <EditFlag
        path="ecsSettings.containerInsights"
        label="Insights"
        words="Container Insights"
        on="ENABLED"
        off="DISABLED"
      />
      <EditText path="serviceRole" label="Service role" mono placeholder="the service-linked role" />
      {isInstances && <EditPairs path={`${R}.tags`} label="Tags of instances" what="instance tag" />}
    </Folded>
  );
}

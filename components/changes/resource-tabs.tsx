'use client';

import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { SkeletonRows } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import type { ChangedResource } from './changes-queries';

const ChangesPanel = dynamic(() => import('./changes-panel').then((module) => module.ChangesPanel), {
  loading: () => <SkeletonRows rows={5} columns={3} label="Reading the versions" />,
});

/** The tabs of a resource's page, `?tab=`: how it is now (`children`), and what changed on it, which loads when it is opened. */
export function ResourceTabs({ kind, name, children }: ChangedResource & { children: ReactNode }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(['now', 'changes'] as const).withDefault('now'));
  return (
    <Tabs
      label={`Views of ${name}`}
      value={tab}
      onChange={(next) => void setTab(next)}
      items={[
        { value: 'now', label: 'Now', content: <div className="flex flex-col gap-3">{children}</div> },
        { value: 'changes', label: 'Changes', content: <ChangesPanel kind={kind} name={name} /> },
      ]}
    />
  );
}

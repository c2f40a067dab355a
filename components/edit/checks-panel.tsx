'use client';

import { CircleAlert, Minus, Check as Tick, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/verdict';
import type { RulesState } from './use-call';

/** One thing that was really looked at before anything is sent. */
export interface Check {
  state: 'passed' | 'failed' | 'warned' | 'not-known';
  title: string;
  detail?: ReactNode;
  /** How many problems it stands for, where it is not one. */
  count?: number;
}

const ICONS = {
  passed: { Icon: Tick, ink: 'text-okt', word: 'Passed' },
  failed: { Icon: CircleAlert, ink: 'text-failed', word: 'Failed' },
  warned: { Icon: TriangleAlert, ink: 'text-warn', word: 'Warning' },
  'not-known': { Icon: Minus, ink: 'text-tx3', word: 'Not known' },
} as const;

/** What stands there while nothing was looked at yet, or can be. */
const UNCHECKED: Readonly<Record<Exclude<RulesState, 'loaded'>, Check>> = {
  loading: { state: 'not-known', title: 'Checking…' },
  missing: {
    state: 'not-known',
    title: 'The rules did not load:',
    detail: 'the portal checks the call when it is sent',
  },
};

/** What was checked, and with which result; nothing is sent for it. */
export function ChecksPanel({
  title,
  checks: found,
  rules,
}: {
  title: string;
  checks: readonly Check[];
  rules: RulesState;
}) {
  const checks = rules === 'loaded' ? found : [UNCHECKED[rules]];
  const sum = (of: Check['state']) =>
    checks.reduce((all, { state, count = 1 }) => (state === of ? all + count : all), 0);
  const [failed, warned] = [sum('failed'), sum('warned')];
  return (
    <Panel
      title={title}
      unit="checked as you type, nothing was sent"
      flush
      actions={
        failed > 0 ? (
          <Tag tone="bad">{failed === 1 ? '1 problem' : `${failed} problems`}</Tag>
        ) : warned > 0 ? (
          <Tag tone="warn">{warned === 1 ? '1 warning' : `${warned} warnings`}</Tag>
        ) : undefined
      }
    >
      <ul className="flex flex-col gap-1.5 px-3.5 py-3">
        {checks.map(({ state, title: name, detail }) => {
          const { Icon, ink, word } = ICONS[state];
          return (
            <li key={name} className="flex items-start gap-3 text-13">
              <Icon size={14} strokeWidth={2} className={`mt-0.5 shrink-0 ${ink}`} role="img" aria-label={word} />
              <span className="min-w-0 break-words text-12 text-tx2">
                <span className="text-13 text-tx0">{name}</span> {detail}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

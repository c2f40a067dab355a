'use client';

import { Check, LoaderCircle, X } from 'lucide-react';
import { visibleText } from '@/lib/batch';
import type { GuideView } from '@/lib/guides';
import { formatCount } from '../format/number';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';

type Call = GuideView['calls'][number];

function Outcome({ ok }: Pick<Call, 'ok'>) {
  if (ok === null) return <LoaderCircle size={13} strokeWidth={1.75} aria-label="sent" className="text-tx2" />;
  return ok ? (
    <Check size={13} strokeWidth={1.75} aria-label="done" className="text-okt" />
  ) : (
    <X size={13} strokeWidth={1.75} aria-label="refused" className="text-badt" />
  );
}

/** The calls that a guided delete sent, in order, with what came of each. */
export function CallsPanel({ guide }: { guide: GuideView }) {
  const { calls } = guide;
  const numbered = calls.map((call, number) => ({ call, number }));
  const text = calls.map(({ operation, subject }) => `${operation} ${subject}`).join('\n');
  return (
    <Panel
      title="Calls"
      unit={`${formatCount(calls.length, 'call')} sent`}
      flush
      {...(calls.length > 0 && { actions: <CopyButton text={text} label="Copy the calls" /> })}
    >
      {calls.length === 0 ? (
        <p className="px-3.5 py-3 text-13 text-tx2">None yet.</p>
      ) : (
        <ol className="quiet-scroll max-h-64 overflow-y-auto font-mono text-12" aria-label="Calls sent">
          {numbered.map(({ call, number }) => (
            <li key={number} className="flex gap-2.5 border-b border-ln2 px-3.5 py-1.5 last:border-b-0">
              <TimeText at={call.at} style="short" className="shrink-0 text-tx3t" />
              <span className="min-w-0 flex-1 break-words text-tx1">
                {call.operation} <span className="text-tx2">{call.subject}</span>
                {call.message !== null && <span className="block font-sans text-tx2">{visibleText(call.message)}</span>}
              </span>
              <Outcome ok={call.ok} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

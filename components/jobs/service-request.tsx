import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatCount } from '../format/number';
import { askedWords } from '../reasons/reason-words';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { serviceDocument } from './job-needs';

/** The request as one reads it; as it came where it is no JSON. */
function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

/** What a service job hands to SageMaker, and the rules that Batch follows with it; as it was first seen, masked. */
export function ServiceRequest({ page }: { page: JobPage }) {
  const { priority, timeoutSeconds, attempts, preemptions, payload } = serviceDocument(page);
  const facts: [string, ReactNode][] = [
    ['Instances', askedWords(page.job)],
    ['Share', page.job.share ?? 'none: first in, first out'],
    ['Priority', priority ?? 'none'],
    ['Attempts', attempts ?? '1'],
    ['Timeout of an attempt', timeoutSeconds === null ? 'SageMaker’s own' : formatDuration(timeoutSeconds * 1000)],
    ['Preemptions', preemptions === null ? 'goes back each time' : `goes back ${formatCount(preemptions, 'time')}`],
  ];
  const text = readable(payload);
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Panel title="Rules" unit="as submitted">
        <dl className="flex flex-col gap-1.5 text-13">
          {facts.map(([label, value]) => (
            <div key={label} className="flex gap-3">
              <dt className="w-40 shrink-0 text-tx3t">{label}</dt>
              <dd className="min-w-0 break-words text-tx1">{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel
        title="Request to SageMaker"
        unit="CreateTrainingJob"
        flush
        actions={<CopyButton text={text} label="Copy the request" words="Copy" />}
      >
        <pre className="whitespace-pre-wrap break-all px-3.5 py-3 text-12 text-tx1">{visibleText(text)}</pre>
      </Panel>
    </div>
  );
}

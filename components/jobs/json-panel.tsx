import { visibleText } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { UserText } from '../ui/user-text';
import { Banner } from '../ui/verdict';

/** What Batch was told of the job, as JSON; says which values are masked. */
export function JsonPanel({ page }: { page: JobPage }) {
  const text = JSON.stringify(page.detail, null, 2);
  return (
    <div className="flex flex-col gap-3">
      {page.masked.length > 0 && (
        <Banner tone="warn" title="Some values are masked, as they look secret.">
          {page.masked.map((path, index) => (
            <span key={path}>
              {index > 0 && ', '}
              <code className="break-all text-12">
                <UserText text={path} />
              </code>
            </span>
          ))}
        </Banner>
      )}
      <Panel
        title="JSON"
        unit="as it was first seen, with its definition"
        flush
        actions={<CopyButton text={text} label="Copy the JSON" words="Copy" />}
      >
        <pre className="whitespace-pre-wrap break-all px-3.5 py-3 text-12 text-tx1">{visibleText(text)}</pre>
      </Panel>
      <p className="flex items-center gap-1 text-12 text-tx3t">
        <code className="min-w-0 break-all">{page.arn}</code>
        <CopyButton text={page.arn} label="Copy the ARN" />
      </p>
    </div>
  );
}

import { visibleText } from '@/lib/batch';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';

/** A job that was never recorded here, or that may not be seen. */
export function JobGone({ id, slug }: { id: string; slug: string }) {
  return (
    <Panel title="Not found" flush>
      <EmptyState
        title="No such job was recorded here."
        action={<ButtonLink href={`/${slug}/jobs`}>All jobs</ButtonLink>}
      >
        <p>
          <code className="break-all text-12">{visibleText(id.slice(0, 120))}</code> may belong to another connection or
          an earlier epoch, or its id may be cut short.
        </p>
      </EmptyState>
    </Panel>
  );
}

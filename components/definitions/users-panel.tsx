import { Rows3 } from 'lucide-react';
import type { DefinitionPage } from '@/lib/history';
import { formatCount, formatNumber } from '../format/number';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';

/** The queues whose jobs use a definition, most alive first, with the last job of each. */
export function UsersPanel({ page, slug }: { page: DefinitionPage; slug: string }) {
  return (
    <Panel title="Used by" flush>
      {page.users.length === 0 && <p className="px-3.5 py-3 text-13 text-tx2">No recorded job uses it.</p>}
      <ul>
        {page.users.map((user) => (
          <li key={user.queue} className="flex gap-2.5 border-b border-ln2 px-3.5 py-2 last:border-b-0">
            <Rows3 size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-tx2" aria-hidden />
            <span className="min-w-0 text-13">
              <Link
                href={`/${slug}/queues/${encodeURIComponent(user.queue)}`}
                className="font-semibold text-tx0 hover:underline"
              >
                {user.queue}
              </Link>
              <span className="block text-12 text-tx2">
                {formatNumber(user.waiting)} waiting, {formatNumber(user.running)} running, {formatNumber(user.ended)}{' '}
                ended
              </span>
              {user.lastJob !== null && (
                <span className="block truncate text-12 text-tx2">
                  last{' '}
                  <Link className="link underline!" href={`/${slug}/jobs/${encodeURIComponent(user.lastJob.id)}`}>
                    {user.lastJob.name}
                  </Link>
                  , <TimeText at={user.lastJob.at} style="ago" />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {page.users.length > 0 && (
        <p className="border-t border-ln2 px-3.5 py-2 text-12">
          <Link
            className="link underline!"
            href={`/${slug}/jobs?${new URLSearchParams({
              definition: page.revisions
                .map((one) => `${page.name}:${one.revision}`)
                .slice(0, 20)
                .join(','),
            })}`}
          >
            {formatCount(
              page.users.reduce((sum, user) => sum + user.ended + user.waiting + user.running, 0),
              'job',
            )}
          </Link>{' '}
          <span className="text-tx3t">of its revisions</span>
        </p>
      )}
    </Panel>
  );
}

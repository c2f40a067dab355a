'use client';

import type { SessionRow } from '@/lib/access';
import { Button } from '../ui/button';
import { Tag } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';

const CELL = 'px-2.5 first:pl-0 last:pr-0';

/** Open sessions: where from, by which browser, last used when. `current` is the one of this browser. */
export function SessionsTable({
  sessions,
  current,
  busy,
  onEnd,
}: {
  sessions: readonly SessionRow[];
  current?: string;
  busy: boolean;
  onEnd: (id: string) => void;
}) {
  if (sessions.length === 0) return <p className="text-13 text-tx2">No session is open.</p>;
  return (
    <table className="w-full text-13" aria-label="Sessions">
      <thead>
        <tr className="h-8 text-left text-12 text-tx3t">
          <th scope="col" className={`${CELL} font-normal`}>
            Browser
          </th>
          <th scope="col" className={`${CELL} font-normal max-md:hidden`}>
            Address
          </th>
          <th scope="col" className={`${CELL} font-normal max-md:hidden`}>
            Signed in
          </th>
          <th scope="col" className={`${CELL} font-normal`}>
            Last seen
          </th>
          <th scope="col" className={CELL}>
            <span className="sr-only">End it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id} className="h-9 border-t border-ln2">
            <td className={`${CELL} text-tx0`}>
              {session.browser} {session.id === current && <Tag tone="here">this browser</Tag>}
              <span className="block font-mono text-12 text-tx2 md:hidden">{session.address}</span>
            </td>
            <td className={`${CELL} font-mono text-12 text-tx1 max-md:hidden`}>{session.address}</td>
            <td className={`${CELL} text-tx2 max-md:hidden`}>
              <WallTime at={session.createdAt} style="ago" />
            </td>
            <td className={`${CELL} text-tx2`}>
              <WallTime at={session.seenAt} style="ago" />
            </td>
            <td className={`${CELL} text-right`}>
              {session.id !== current && (
                <Button
                  size="panel"
                  disabled={busy}
                  aria-label={`End the session of ${session.browser} at ${session.address}`}
                  onClick={() => onEnd(session.id)}
                >
                  End
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

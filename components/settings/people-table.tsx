'use client';

import { Ellipsis } from 'lucide-react';
import { lazy } from 'react';
import type { PersonRow } from '@/lib/access';
import { visibleText } from '@/lib/batch';
import { formatNumber } from '../format/number';
import { squareButtonClass } from '../ui/button';
import { OnFirstUse } from '../ui/on-first-use';
import { UserText } from '../ui/user-text';
import { Tag } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';
import type { PersonAsk } from './people-actions';
import { type ConnectionOffer, connectionWords, queueWords } from './scope-words';

const loadMenu = () => import('./person-menu');
const PersonMenu = lazy(async () => ({ default: (await loadMenu()).PersonMenu }));

const HEAD = 'px-2.5 text-left font-normal first:pl-3.5 last:pr-3.5';
const CELL = 'px-2.5 py-1.5 first:pl-3.5 last:pr-3.5';

function Row({
  person,
  isSelf,
  offers,
  onAsk,
}: {
  person: PersonRow;
  isSelf: boolean;
  offers: readonly ConnectionOffer[];
  onAsk: (person: PersonRow, ask: PersonAsk) => void;
}) {
  const scope = person.role === 'administrator' ? ({ connections: 'all' } as const) : person.scope;
  const trigger = (
    <button
      type="button"
      aria-label={visibleText(`What to do with ${person.name}`)}
      className={squareButtonClass('quiet', 'panel')}
    >
      <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
    </button>
  );
  return (
    <tr className="border-t border-ln2">
      <th scope="row" className={`${CELL} max-w-56 text-left font-semibold text-tx0`}>
        <span className="block truncate" title={visibleText(person.name)}>
          <UserText text={person.name} />
          {isSelf && <span className="ml-1.5 font-normal text-tx3t">you</span>}
        </span>
        <span className="block truncate text-12 font-normal text-tx2 lg:hidden">{person.email}</span>
      </th>
      <td className={`${CELL} max-w-64 truncate text-tx2 max-lg:hidden`} title={person.email}>
        {person.email}
      </td>
      <td className={`${CELL} text-tx1`}>
        {person.role} {person.disabledAt !== null && <Tag tone="warn">disabled</Tag>}
      </td>
      <td className={`${CELL} text-tx2 max-md:hidden`}>{connectionWords(scope, offers)}</td>
      <td className={`${CELL} max-w-72 break-words text-tx2 max-md:hidden`}>{queueWords(scope, offers)}</td>
      <td className={`${CELL} num text-right text-tx1 max-md:hidden`}>{formatNumber(person.sessions)}</td>
      <td className={`${CELL} text-right text-tx2 max-md:hidden`}>
        {person.seenAt === null ? 'never' : <WallTime at={person.seenAt} style="ago" />}
      </td>
      <td className={`${CELL} w-10 text-right`}>
        <OnFirstUse load={loadMenu} popup="menu" trigger={trigger}>
          <PersonMenu trigger={trigger} isDisabled={person.disabledAt !== null} onAsk={(ask) => onAsk(person, ask)} />
        </OnFirstUse>
      </td>
    </tr>
  );
}

/** Everybody with an account: role, scope, sessions, and what can be done. */
export function PeopleTable({
  people,
  self,
  offers,
  onAsk,
}: {
  people: readonly PersonRow[];
  self: string;
  offers: readonly ConnectionOffer[];
  onAsk: (person: PersonRow, ask: PersonAsk) => void;
}) {
  return (
    <table className="w-full text-13" aria-label="Users and roles">
      <thead>
        <tr className="h-8 text-12 text-tx3t">
          <th scope="col" className={HEAD}>
            User
          </th>
          <th scope="col" className={`${HEAD} max-lg:hidden`}>
            E-mail
          </th>
          <th scope="col" className={HEAD}>
            Role
          </th>
          <th scope="col" className={`${HEAD} max-md:hidden`}>
            Connections
          </th>
          <th scope="col" className={`${HEAD} max-md:hidden`}>
            Queues
          </th>
          <th scope="col" className={`${HEAD} text-right max-md:hidden`}>
            Sessions
          </th>
          <th scope="col" className={`${HEAD} text-right max-md:hidden`}>
            Last seen
          </th>
          <th scope="col" className={HEAD}>
            <span className="sr-only">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} isSelf={person.id === self} offers={offers} onAsk={onAsk} />
        ))}
      </tbody>
    </table>
  );
}

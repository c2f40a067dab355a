import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import type { LastChange as ResourceChange } from '@/lib/history';
import { TimeText } from '../ui/time-text';
import { UserText } from '../ui/user-text';

/** A header cell; numbers stand at the right. `wide` ones give way on a middling screen. */
export function HeadCell({
  children,
  isNumber = false,
  wide = false,
}: {
  children: ReactNode;
  isNumber?: boolean;
  wide?: boolean;
}) {
  return (
    <th
      scope="col"
      className={`px-2.5 font-medium first:pl-3.5 last:pr-3.5 ${isNumber ? 'text-right' : 'text-left'} ${wide ? 'max-lg:hidden' : ''}`}
    >
      {children}
    </th>
  );
}

/** A body cell. */
export function Cell({
  children,
  isNumber = false,
  wide = false,
  className = '',
}: {
  children: ReactNode;
  isNumber?: boolean;
  wide?: boolean;
  className?: string;
}) {
  return (
    <td
      className={`px-2.5 first:pl-3.5 last:pr-3.5 ${isNumber ? 'num text-right' : 'text-left'} ${wide ? 'max-lg:hidden' : ''} ${className}`}
    >
      {children}
    </td>
  );
}

/** When a resource was last changed, what that did, and by whom where that is known. */
export function LastChange({ change }: { change: ResourceChange | null }) {
  if (change === null) return <span className="text-tx3t">–</span>;
  const { at, by, what } = change;
  return (
    <span className="text-tx2" {...(by !== null && { title: visibleText(`by ${by}`) })}>
      <TimeText at={at} style="ago" />
      {what !== null && <bdi>{visibleText(`, ${what}`)}</bdi>}
    </span>
  );
}

/** The tags of a resource, on its page. */
export function TagTags({ tags }: { tags: Readonly<Record<string, string>> }) {
  return Object.entries(tags).map(([key, value]) => (
    <span
      key={key}
      title={visibleText(`${key}=${value}`)}
      className="max-w-48 truncate rounded-tag border border-ln2 px-1.5 font-mono text-11 leading-4 text-tx2"
    >
      <UserText text={value === '' ? key : `${key}=${value}`} />
    </span>
  ));
}

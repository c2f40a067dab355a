import type { ReactNode } from 'react';
import { TimeText } from '../ui/time-text';

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

/** When a resource was last changed, and by whom where that is known. */
export function LastChange({ change }: { change: { at: number; by: string | null } | null }) {
  if (change === null) return <span className="text-tx3t">–</span>;
  return (
    <span className="text-tx2">
      <TimeText at={change.at} style="ago" />
      {change.by !== null && `, ${change.by}`}
    </span>
  );
}

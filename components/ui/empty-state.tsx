import type { ReactNode } from 'react';

/** Nothing here yet: one line what would be here, one button, one CLI line that does the same. */
export function EmptyState({
  title,
  children,
  action,
  command,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  command?: string;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      <div className="flex max-w-sm flex-col gap-1">
        <p className="text-15 font-semibold text-tx0">{title}</p>
        {children !== undefined && <div className="text-13 text-tx2">{children}</div>}
      </div>
      {action}
      {command !== undefined && <code className="max-w-full break-words text-12 text-tx3t">{command}</code>}
    </div>
  );
}

import type { ReactNode } from 'react';

export default function AccessLayout({ children }: { children: ReactNode }) {
  return <div className="flex min-h-dvh flex-col bg-bg0 text-13 text-tx1">{children}</div>;
}

/** A key. */
export function Kbd({ children }: { children: string }) {
  return <kbd className="rounded-tag border border-ln bg-bg2 px-1.5 text-11 leading-4 text-tx2">{children}</kbd>;
}

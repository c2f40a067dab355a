/** The mark: what runs, what follows, what waits. */
export function BrandMark({ size = 18 }: { size?: number }) {
  return (
    <svg viewBox="0 0 18 14" width={size} height={(size * 14) / 18} aria-hidden>
      <rect width="18" height="3.4" rx="1.7" className="fill-tx0" />
      <rect y="5.3" width="12" height="3.4" rx="1.7" className="fill-ac" />
      <circle cx="15.7" cy="7" r="1.7" className="fill-ac" />
      <rect y="10.6" width="7" height="3.4" rx="1.7" className="fill-tx3" />
    </svg>
  );
}

/** Mark and name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 text-15 font-semibold text-tx0">
      <BrandMark />
      Batchdeck
    </span>
  );
}

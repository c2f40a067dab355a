'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type ButtonSize, buttonClass, squareButtonClass } from './button';

/** Copies `text`; with `label` alone it is an icon, with `words` a button that says so. */
export function CopyButton({
  text,
  label,
  words,
  size = 'panel',
}: {
  text: string;
  label: string;
  words?: string;
  size?: ButtonSize;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
      className={words === undefined ? squareButtonClass('quiet', size) : buttonClass('secondary', size)}
    >
      <Icon size={13} strokeWidth={1.75} aria-hidden />
      {words !== undefined && (copied ? 'Copied' : words)}
    </button>
  );
}

import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import { classNames } from './class-names';

export type VerdictTone = 'ok' | 'bad' | 'warn' | 'here' | 'plain';

const TAG: Readonly<Record<VerdictTone, string>> = {
  ok: 'bg-okg text-okt',
  bad: 'bg-badg text-badt',
  warn: 'bg-warng text-warn',
  here: 'bg-acs text-acx',
  plain: 'bg-bg2 text-tx1',
};

/** A tag that gives a verdict: valid, blocked, at maximum. */
export function Tag({
  tone = 'plain',
  icon = false,
  children,
}: {
  tone?: VerdictTone;
  icon?: boolean;
  children: ReactNode;
}) {
  const Icon = tone === 'ok' ? Check : tone === 'bad' ? CircleAlert : TriangleAlert;
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-tag px-1.5 text-12 leading-5',
        TAG[tone],
      )}
    >
      {icon && <Icon size={12} strokeWidth={1.75} aria-hidden />}
      {children}
    </span>
  );
}

/** A banner over a page or in a form: what happened, then what to do. `role` is alert for what went wrong. */
export function Banner({
  tone,
  title,
  children,
  action,
}: {
  tone: 'ok' | 'bad' | 'warn';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Icon = tone === 'ok' ? Check : tone === 'bad' ? CircleAlert : TriangleAlert;
  const look =
    tone === 'bad'
      ? 'border-badl bg-badg'
      : tone === 'warn'
        ? 'border-runnable/40 bg-warng'
        : 'border-succeeded/40 bg-okg';
  const ink = tone === 'bad' ? 'text-failed' : tone === 'warn' ? 'text-warn' : 'text-okt';
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-2.5 rounded-control border px-3 py-2 text-13 text-tx1', look)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={classNames('mt-0.5 shrink-0', ink)} />
      <div className="min-w-0 flex-1 break-words">
        {title !== undefined && <strong className="font-semibold text-tx0">{visibleText(title)}</strong>}{' '}
        {typeof children === 'string' ? visibleText(children) : children}
      </div>
      {action}
    </div>
  );
}

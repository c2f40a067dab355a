'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Check, ChevronDown, ChevronRight, CircleHelp, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { visibleText } from '@/lib/batch';
import type { ActivityRow } from '@/lib/history';
import { useListKeys } from '../list/use-list-keys';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { usePrinting } from '../ui/use-narrow';
import { UserText } from '../ui/user-text';
import { WallTime } from '../ui/wall-time';
import { actionWords, resultWord, subjectHref, subjectWords } from './activity-words';

const EntryDetail = dynamic(() => import('./entry-detail').then((loaded) => loaded.EntryDetail), { ssr: false });

const COLUMNS =
  'grid grid-cols-[24px_168px_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)_112px] items-center gap-x-3 px-3.5 ' +
  'max-lg:grid-cols-[24px_minmax(0,1fr)_auto] max-md:grid-cols-[44px_minmax(0,1fr)_auto] max-md:gap-x-1 max-md:pl-0';
const ROW_PX = 36;

function Result({ row }: { row: ActivityRow }) {
  const Icon = row.result === 'succeeded' ? Check : row.result === 'failed' ? X : CircleHelp;
  const ink = row.result === 'succeeded' ? 'text-okt' : row.result === 'failed' ? 'text-badt' : 'text-warn';
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap text-tx1"
      title={visibleText(row.error?.message ?? '')}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden className={ink} />
      <span className={row.result === 'failed' ? 'text-badt' : undefined}>{resultWord(row)}</span>
    </span>
  );
}

function Subject({ row, showsConnection }: { row: ActivityRow; showsConnection: boolean }) {
  const href = subjectHref(row);
  const text = subjectWords(row.subject);
  return (
    <span className="min-w-0 truncate text-tx1" title={row.subject ?? undefined}>
      {href === null ? (
        text
      ) : (
        <Link href={href} className="link underline underline-offset-2">
          {text}
        </Link>
      )}
      {showsConnection && row.connection !== null && <span className="text-tx3t"> in {row.connection}</span>}
    </span>
  );
}

function Row({
  of,
  row,
  isOpen,
  onToggle,
  onFocus,
}: {
  of: string;
  row: ActivityRow;
  isOpen: boolean;
  onToggle: () => void;
  onFocus: () => void;
}) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const did = actionWords(row.action);
  return (
    <>
      <div className={classNames(COLUMNS, 'min-h-9 py-1 text-13', isOpen && 'bg-bg2')}>
        <button
          type="button"
          aria-expanded={isOpen}
          data-entry={row.id}
          onFocus={onFocus}
          aria-label={visibleText(`${did} by ${row.actor}`)}
          onClick={onToggle}
          className="flex size-6 items-center justify-center rounded-tag text-tx2 hover:bg-bg2 hover:text-tx0 max-md:size-11"
        >
          <Chevron size={14} strokeWidth={1.75} aria-hidden />
        </button>
        <WallTime at={row.at} className="text-12 text-tx2 max-lg:hidden" />
        <span className="min-w-0 truncate font-medium text-tx0 max-lg:hidden" title={visibleText(row.actor)}>
          <UserText text={row.actor} />
        </span>
        <span className="min-w-0 truncate text-tx1 max-lg:hidden" title={did}>
          {did}
        </span>
        <span className="min-w-0 lg:hidden">
          <span className="block truncate font-medium text-tx0">
            {did} <Subject row={row} showsConnection={of === 'all'} />
          </span>
          <span className="block truncate text-12 text-tx2">
            <UserText text={row.actor} />, <WallTime at={row.at} style="ago" />
          </span>
        </span>
        <span className="flex min-w-0 max-lg:hidden">
          <Subject row={row} showsConnection={of === 'all'} />
        </span>
        <span className="min-w-0 truncate text-tx2 max-lg:hidden" title={visibleText(row.reason ?? '')}>
          {row.reason !== null && <UserText text={`“${row.reason}”`} />}
        </span>
        <Result row={row} />
      </div>
      {isOpen && (
        <div className="border-t border-ln2 bg-bg2">
          <EntryDetail of={of} id={row.id} />
        </div>
      )}
    </>
  );
}

function Head() {
  return (
    <div className={classNames(COLUMNS, 'h-8 border-b border-ln2 text-12 text-tx3t max-lg:hidden')} aria-hidden>
      <span />
      <span>At</span>
      <span>Who</span>
      <span>Did</span>
      <span>To what</span>
      <span>Reason given</span>
      <span>Result</span>
    </div>
  );
}

/** The keys of the list: j and k move the focus from row to row, Enter and o open one. Gives what a focus sets. */
function useCursor(
  rows: readonly ActivityRow[],
  scrollTo: (index: number, options: { align: 'auto' }) => void,
  list: RefObject<HTMLUListElement | null>,
  onOpen: (id: string) => void,
) {
  const [cursor, setCursor] = useState<string | null>(null);
  useListKeys({
    count: rows.length,
    indexOf: () => rows.findIndex(({ id }) => id === cursor),
    goTo: (index) => {
      const row = rows[index];
      if (row === undefined) return;
      setCursor(row.id);
      scrollTo(index, { align: 'auto' });
      requestAnimationFrame(() =>
        list.current
          ?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(row.id)}"]`)
          ?.focus({ preventScroll: true }),
      );
    },
    open: (index) => {
      const row = rows[index];
      if (row !== undefined) onOpen(row.id);
    },
    choose: null,
    chooseAll: null,
  });
  return setCursor;
}

/** The acts as a list that draws only what is in view; an opened one shows what it changed. */
export function ActivityRows({
  of,
  rows,
  opened,
  onOpen,
  onEnd,
}: {
  of: string;
  rows: readonly ActivityRow[];
  opened: string | null;
  onOpen: (id: string | null) => void;
  /** The last rows came into view. */
  onEnd: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const isPrinting = usePrinting();
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: isPrinting ? rows.length : 10,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
    initialRect: { width: 1200, height: 900 },
  });
  const setCursor = useCursor(rows, virtual.scrollToIndex, list, (id) => onOpen(id === opened ? null : id));
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (!isPrinting && last >= rows.length - 10) onEnd();
  }, [isPrinting, last, rows.length, onEnd]);
  return (
    <>
      <Head />
      <ul ref={list} aria-label="Activity" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const isOpen = row.id === opened;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 border-b border-ln2 last:border-b-0"
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
            >
              <Row
                of={of}
                row={row}
                isOpen={isOpen}
                onToggle={() => onOpen(isOpen ? null : row.id)}
                onFocus={() => setCursor(row.id)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { JobRow } from '@/lib/history';
import { useMay } from '../access/access';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { useGo } from '../data/use-go';
import { useRowHeight } from '../display/use-row-height';
import { formatNumber } from '../format/number';
import { extend, type Selection, toggle, toggleAll } from '../list/selection';
import { useKeepOrder } from '../list/use-keep-order';
import { useListKeys } from '../list/use-list-keys';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { SkeletonRows } from '../ui/skeleton';
import { GRID_COLUMNS, NarrowRow, WIDE_ONLY, WideRow } from './job-grid-row';
import { jobHref } from './job-outcome';
import type { JobList } from './use-job-list';
import { useMounted, useNarrow, usePrinting } from './use-narrow';

/** A table whose rows are moved among and chosen: cells take their roles from it. */
const gridRole = (isMultiple: boolean) => ({ role: 'grid', 'aria-multiselectable': isMultiple }) as const;

const NARROW_HEIGHT = 61;
/** What lies over the list's edges: top bar and header, deck. */
const COVERED_TOP = 88;
const COVERED_BOTTOM = 64;

const HEADERS = [
  { label: 'State', className: '' },
  { label: 'Name and id', className: '' },
  { label: 'Queue', className: '' },
  { label: 'Definition', className: WIDE_ONLY },
  { label: 'Submitted', className: 'text-right' },
  { label: 'Waited', className: 'text-right' },
  { label: 'Ran', className: 'text-right' },
  { label: 'Tries', className: classNames('text-right', WIDE_ONLY) },
  { label: 'Cost', className: 'text-right' },
  { label: 'Why, or how it went', className: '' },
] as const;

function GridHeader({
  rows,
  selection,
  mayChoose,
  isChildren,
  onSelect,
}: {
  rows: readonly JobRow[];
  selection: Selection<JobRow>;
  mayChoose: boolean;
  isChildren: boolean;
  onSelect: (selection: Selection<JobRow>) => void;
}) {
  const all = rows.length > 0 && rows.every((row) => selection.chosen.has(row.id));
  return (
    <thead className="sticky top-12 z-10 block rounded-t-panel bg-bg1 max-md:hidden">
      <tr aria-rowindex={1} className={classNames(GRID_COLUMNS, 'h-9 border-b border-ln2 px-3 text-12 text-tx3t')}>
        <th scope="col" aria-label="Chosen">
          {mayChoose && (
            <Checkbox
              label={`Choose all ${formatNumber(rows.length)} rows read so far`}
              checked={all}
              indeterminate={!all && selection.chosen.size > 0}
              onChange={() => onSelect(toggleAll(selection, rows))}
            />
          )}
        </th>
        {HEADERS.map(({ label, className }) => (
          <th
            key={label}
            scope="col"
            className={classNames(
              'truncate font-medium',
              className.includes('text-right') ? '' : 'text-left',
              className,
            )}
          >
            {isChildren && label === 'Queue' ? 'Index' : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function NewRows({ list, onShow }: { list: JobList; onShow: () => void }) {
  if (list.newRows === 0 || list.rows.length === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="num inline-flex min-h-6 items-center gap-1.5 rounded-control bg-acs px-2.5 text-12 font-medium text-acx hover:text-tx0 max-md:min-h-11"
    >
      <ArrowUp size={13} strokeWidth={1.75} aria-hidden />
      {formatNumber(list.newRows)}
      {list.hasManyNew ? ' or more' : ''} new
    </button>
  );
}

function choiceOf(
  selection: Selection<JobRow>,
  row: JobRow,
  extending: boolean,
  rows: readonly JobRow[],
): Selection<JobRow> {
  return extending ? extend(selection, row, rows) : toggle(selection, row);
}

function ReadingLine({ isOn }: { isOn: boolean }) {
  if (!isOn) return null;
  return (
    <span aria-hidden className="pointer-events-none absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden">
      <span className="refetching block h-full w-1/3 bg-ac" />
    </span>
  );
}

function LineAbove({ list, note }: { list: JobList; note: string }) {
  return (
    <div className="mb-1.5 flex min-h-7 items-center justify-between gap-3 text-12 text-tx2">
      <span className="num">{note}</span>
      <NewRows
        list={list}
        onShow={() => {
          void list.showNew();
          window.scrollTo({ top: 0 });
        }}
      />
    </div>
  );
}

/** The rows in view, told to the list so that they stay fresh and more come in time. */
function useRowsInView(list: JobList, isNarrow: boolean) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const { rows, setInView, more } = list;
  useLayoutEffect(() => {
    const element = body.current;
    if (element !== null) setOffset(element.getBoundingClientRect().top + window.scrollY);
  }, []);
  const isPrinting = usePrinting();
  const rowHeight = useRowHeight();
  const height = isNarrow ? NARROW_HEIGHT : rowHeight + 1;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: isPrinting ? rows.length : 12,
    scrollMargin: offset,
    scrollPaddingStart: COVERED_TOP,
    scrollPaddingEnd: COVERED_BOTTOM,
    getItemKey: (index) => rows[index]?.id ?? index,
    initialRect: { width: 1440, height: 900 },
  });
  useEffect(() => {
    if (height > 0) virtual.measure();
  }, [height, virtual]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const inView = rows
    .slice(first, last + 1)
    .map((row) => row.id)
    .join('\n');
  useEffect(() => {
    const timer = setTimeout(() => setInView(inView === '' ? [] : inView.split('\n').slice(0, 200)), 120);
    return () => clearTimeout(timer);
  }, [inView, setInView]);
  useEffect(() => {
    if (!isPrinting && last >= rows.length - 30) more();
  }, [isPrinting, last, rows.length, more]);
  return { body, virtual, items };
}

/** The cursor of the grid and its keys, and its order for the pages opened from it; gives the job that the Tab key reaches. */
function useGridKeys(
  rows: readonly JobRow[],
  { body, virtual }: Pick<ReturnType<typeof useRowsInView>, 'body' | 'virtual'>,
  selection: Selection<JobRow>,
  onSelect: ((selection: Selection<JobRow>) => void) | null,
) {
  const { slug } = useConnection();
  const go = useGo();
  const [cursor, setCursor] = useState<string | null>(null);
  const goTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor(row.id);
    virtual.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>(`[data-job="${CSS.escape(row.id)}"]`)?.focus({ preventScroll: true }),
    );
  };
  useListKeys({
    count: rows.length,
    indexOf: () => rows.findIndex((row) => row.id === cursor),
    goTo,
    open: (index) => {
      const row = rows[index];
      if (row !== undefined) go(jobHref(slug, row.id));
    },
    choose:
      onSelect !== null
        ? (index, extending) => {
            const row = rows[index];
            if (row !== undefined) onSelect(choiceOf(selection, row, extending, rows));
          }
        : null,
    chooseAll: onSelect !== null ? () => onSelect(toggleAll({ chosen: new Map(), anchor: null }, rows)) : null,
  });
  useKeepOrder(() => rows.map((row) => ({ href: jobHref(slug, row.id), label: row.name })));
  const tabStop = cursor !== null && rows.some((row) => row.id === cursor) ? cursor : (rows[0]?.id ?? null);
  return { tabStop, setCursor };
}

/** The server draws wide rows: on a phone they would stand over each other until the browser has taken the page over. */
function useBodyClass(): string {
  return classNames('relative block', !useMounted() && 'max-md:invisible');
}

interface JobGridProps {
  list: JobList;
  label: string;
  /** Beside the line over the table. */
  note: string;
  selection: Selection<JobRow>;
  onSelect: (selection: Selection<JobRow>) => void;
  isChildren?: boolean;
}

/** The virtual table of jobs. Rows stay where they are; the list grows at its end as one scrolls. */
export function JobGrid({ list, label, note, selection, onSelect, isChildren = false }: JobGridProps) {
  const { slug } = useConnection();
  const now = useNow(1000);
  const isNarrow = useNarrow();
  const bodyClass = useBodyClass();
  const mayChoose = useMay('jobs.end').allowed && !isNarrow;
  const { rows } = list;
  const { body, virtual, items } = useRowsInView(list, isNarrow);
  const { tabStop, setCursor } = useGridKeys(rows, { body, virtual }, selection, mayChoose ? onSelect : null);
  const Row = isNarrow ? NarrowRow : WideRow;
  return (
    <>
      <LineAbove list={list} note={note} />
      <div className="relative rounded-panel border border-ln2 bg-bg1">
        <ReadingLine isOn={list.isRefetching || list.isReadingMore} />
        <table
          {...gridRole(mayChoose)}
          aria-label={label}
          aria-rowcount={list.isWhole ? rows.length + 1 : -1}
          aria-busy={list.isRefetching}
          className="block"
        >
          <GridHeader
            rows={rows}
            selection={selection}
            mayChoose={mayChoose}
            isChildren={isChildren}
            onSelect={onSelect}
          />
          <tbody ref={body} className={bodyClass} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <Row
                  key={row.id}
                  row={row}
                  slug={slug}
                  now={now}
                  position={item.index + 2}
                  top={item.start - virtual.options.scrollMargin}
                  isChosen={selection.chosen.has(row.id)}
                  isCursor={row.id === tabStop}
                  mayChoose={mayChoose}
                  isChild={isChildren}
                  onChoose={(one, extending) => onSelect(choiceOf(selection, one, extending, rows))}
                  onFocus={setCursor}
                />
              );
            })}
          </tbody>
        </table>
        {list.isReadingMore && <SkeletonRows rows={3} columns={5} label="Reading more jobs" />}
      </div>
    </>
  );
}

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
import { classNames } from '../ui/class-names';
import { SkeletonRows } from '../ui/skeleton';
import { useMounted, useNarrow, usePrinting } from '../ui/use-narrow';
import { GridHeader, type JobSorting, SortSelect } from './job-grid-header';
import { NarrowRow, WideRow } from './job-grid-row';
import { orderWords } from './job-order';
import { jobHref } from './job-outcome';
import type { JobList } from './use-job-list';

/** A table whose rows are moved among and chosen: cells take their roles from it. */
const gridRole = (isMultiple: boolean) => ({ role: 'grid', 'aria-multiselectable': isMultiple }) as const;

const NARROW_HEIGHT = 61;
/** What lies over the list's edges: top bar and header, deck. */
const COVERED_TOP = 88;
const COVERED_BOTTOM = 64;

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
      {list.hasManyNew ? ' or more' : ''} new{list.isSorted ? ' or moved' : ''}
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

const toTop = () => window.scrollTo({ top: 0 });

function LineAbove({ list, note, sorting }: { list: JobList; note: string; sorting: JobSorting | null }) {
  const isSilent = note === '' && (sorting === null || sorting.refusal === null);
  return (
    <div className="mb-1.5 flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1 text-12 text-tx2">
      {sorting !== null && <SortSelect sort={sorting.sort} refusal={sorting.refusal} onSort={sorting.onSort} />}
      <span className={classNames('num', isSilent && 'max-md:hidden')}>
        {sorting !== null && (
          <span className="max-md:hidden">{`${orderWords(sorting.sort)}${note === '' ? '' : ', '}`}</span>
        )}
        {note}
        {sorting !== null && sorting.refusal !== null && (
          <span className={sorting.isRefused ? '' : 'md:hidden'}> {sorting.refusal}</span>
        )}
      </span>
      <NewRows
        list={list}
        onShow={() => {
          void list.showNew();
          toTop();
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

function fromTop(onSort: JobSorting['onSort']): JobSorting['onSort'] {
  return (sort) => {
    onSort(sort);
    toTop();
  };
}

interface JobGridProps {
  list: JobList;
  label: string;
  /** Beside the line over the table. */
  note: string;
  selection: Selection<JobRow>;
  onSelect: (selection: Selection<JobRow>) => void;
  isChildren?: boolean;
  /** Null where the rows have an order of their own. */
  sorting: JobSorting | null;
}

/** The virtual table of jobs. Rows stay where they are; the list grows at its end as one scrolls. */
export function JobGrid({ list, label, note, selection, onSelect, isChildren = false, sorting }: JobGridProps) {
  const { slug } = useConnection();
  const now = useNow(1000);
  const isNarrow = useNarrow();
  const bodyClass = useBodyClass();
  const mayChoose = useMay('jobs.end').allowed && !isNarrow;
  const { rows } = list;
  const { body, virtual, items } = useRowsInView(list, isNarrow);
  const { tabStop, setCursor } = useGridKeys(rows, { body, virtual }, selection, mayChoose ? onSelect : null);
  // The rows of another order begin at their top.
  const shownSorting = sorting === null ? null : { ...sorting, onSort: fromTop(sorting.onSort) };
  const Row = isNarrow ? NarrowRow : WideRow;
  return (
    <>
      <LineAbove list={list} note={note} sorting={shownSorting} />
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
            sorting={shownSorting}
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

'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useTimeFrame } from '../data/live';
import { formatNumber } from '../format/number';
import { formatMoment } from '../format/time';
import { ChartTooltip, readingOf } from './chart-tooltip';
import { type Palette, paintChart, paletteOf } from './paint';
import { chartSentence, type PreparedChart } from './prepare-chart';

interface Handle {
  plot: uPlot;
  stop: () => void;
}

interface Live {
  chart: PreparedChart;
  isStacked: boolean;
}

/** A canvas cannot read `var()`; the family is the one the page resolved. */
function fontFamilyOf(host: HTMLElement): string {
  return getComputedStyle(host).fontFamily;
}

function optionsOf(
  host: HTMLElement,
  live: { current: Live },
  palette: { current: Palette },
  onIndex: (index: number | null) => void,
): uPlot.Options {
  const family = fontFamilyOf(host);
  const axis = {
    font: `11px ${family}`,
    stroke: () => palette.current('--color-tx3t'),
    ticks: { show: false },
    border: { show: false },
  };
  return {
    width: Math.max(60, host.clientWidth),
    height: Math.max(40, host.clientHeight),
    legend: { show: false },
    padding: [8, 2, 0, 0],
    pxAlign: 1,
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
      sync: { key: 'page', setSeries: false, scales: ['x', null] },
    },
    scales: {
      x: {
        time: false,
        range: () => [
          live.current.chart.from / 1000,
          Math.max(live.current.chart.to, live.current.chart.from + 1) / 1000,
        ],
      },
      y: { range: () => [live.current.chart.yTicks[0] ?? 0, live.current.chart.yTicks.at(-1) ?? 1] },
    },
    axes: [
      {
        ...axis,
        size: 20,
        gap: 4,
        grid: { show: false },
        splits: () => live.current.chart.xTicks.map((at) => at / 1000),
        values: () => live.current.chart.xLabels,
      },
      {
        ...axis,
        gap: 6,
        size: (_, labels) => 10 + 6.6 * Math.max(1, ...(labels ?? []).map((label) => label.length)),
        grid: { stroke: () => palette.current('--color-ln2'), width: 1 },
        splits: () => live.current.chart.yTicks,
        values: () => live.current.chart.yLabels,
      },
    ],
    series: [{}, ...live.current.chart.layers.map(() => ({ paths: () => null, points: { show: false } }))],
    hooks: {
      draw: [(u) => paintChart(u, live.current.chart, palette.current, live.current.isStacked, family)],
      setCursor: [(u) => onIndex(u.cursor.idx ?? null)],
    },
  };
}

const dataOf = (chart: PreparedChart): uPlot.AlignedData => [chart.x, ...chart.drawn];

async function mount(
  host: HTMLElement,
  live: { current: Live },
  onIndex: (index: number | null) => void,
): Promise<Handle> {
  const { default: UPlot } = await import('uplot');
  await document.fonts.ready;
  const palette = { current: paletteOf(host) };
  const plot = new UPlot(optionsOf(host, live, palette, onIndex), dataOf(live.current.chart), host);
  const repaint = () => {
    palette.current = paletteOf(host);
    plot.redraw(false, true);
  };
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const paper = matchMedia('print');
  scheme.addEventListener('change', repaint);
  paper.addEventListener('change', repaint);
  const themes = new MutationObserver(repaint);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const sizes = new ResizeObserver(() =>
    plot.setSize({ width: Math.max(60, host.clientWidth), height: Math.max(40, host.clientHeight) }),
  );
  sizes.observe(host);
  return {
    plot,
    stop: () => {
      scheme.removeEventListener('change', repaint);
      paper.removeEventListener('change', repaint);
      themes.disconnect();
      sizes.disconnect();
      plot.destroy();
    },
  };
}

/** Builds the plot once per structure (its layers) and swaps arrays after that. */
function usePlot(chart: PreparedChart, isStacked: boolean) {
  const host = useRef<HTMLDivElement>(null);
  const live = useRef<Live>({ chart, isStacked });
  const handle = useRef<Handle | null>(null);
  const [index, setIndex] = useState<number | null>(null);
  const structure = chart.layers.map((layer) => layer.key).join(' ');
  useEffect(() => {
    live.current = { chart, isStacked };
    handle.current?.plot.setData(dataOf(chart));
  }, [chart, isStacked]);
  useEffect(() => {
    const element = host.current;
    if (element === null || structure === '') return;
    let isGone = false;
    void mount(element, live, setIndex).then((made) => {
      if (isGone) made.stop();
      else handle.current = made;
    });
    return () => {
      isGone = true;
      handle.current?.stop();
      handle.current = null;
    };
  }, [structure]);
  const moveTo = (next: number) => {
    const plot = handle.current?.plot;
    const at = live.current.chart.x[next];
    if (plot !== undefined && at !== undefined) plot.setCursor({ left: plot.valToPos(at, 'x'), top: 0 });
  };
  return { host, index, moveTo, clear: () => handle.current?.plot.setCursor({ left: -10, top: -10 }) };
}

/** The crosshair by keyboard: a range input that is seen by assistive technology only. */
function CursorInput({
  title,
  spoken,
  last,
  index,
  onMove,
  onFocus,
  onLeave,
}: {
  title: string;
  spoken: string;
  last: number;
  index: number;
  onMove: (index: number) => void;
  onFocus: (isFocused: boolean) => void;
  onLeave: () => void;
}) {
  return (
    <input
      type="range"
      className="sr-only"
      aria-label={`Moment in ${title}`}
      aria-valuetext={spoken}
      min={0}
      max={last}
      value={index}
      onChange={(event) => onMove(Number(event.target.value))}
      onFocus={() => {
        onFocus(true);
        onMove(index);
      }}
      onBlur={() => {
        onFocus(false);
        onLeave();
      }}
    />
  );
}

/**
 * A time series on canvas: one crosshair for all charts of the page, moved by the pointer or by the arrow keys; read as one
 * sentence. `className` gives the height.
 */
export function TimeChart({
  title,
  unit,
  chart,
  isStacked = false,
  className = 'h-32',
  format = formatNumber,
  empty,
}: {
  title: string;
  unit: string;
  chart: PreparedChart;
  isStacked?: boolean;
  className?: string;
  format?: (value: number | null) => string;
  /** What to say where nothing was recorded. */
  empty?: ReactNode;
}) {
  const frame = useTimeFrame();
  const { host, index, moveTo, clear } = usePlot(chart, isStacked);
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const last = Math.max(0, chart.x.length - 1);
  const reading = index === null ? null : readingOf(chart, index, format, isStacked);
  const spoken =
    reading === null
      ? 'no moment chosen'
      : `${formatMoment(reading.at, frame)}: ${reading.rows.map((row) => `${row.text} ${row.label}`).join(', ')}`;
  return (
    // The pointer's place only decides where the tooltip shows; the range input beneath is the way by keyboard.
    <div
      className={`relative min-w-0 rounded-tag has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-ac ${className}`}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <div
        ref={host}
        role="img"
        aria-label={chartSentence(title, chart, unit, frame)}
        className="absolute inset-0 overflow-hidden"
      />
      <CursorInput
        title={title}
        spoken={spoken}
        last={last}
        index={index ?? last}
        onMove={moveTo}
        onFocus={setFocused}
        onLeave={clear}
      />
      {chart.isEmpty && empty !== undefined && (
        <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-12 text-tx3t">
          {empty}
        </p>
      )}
      {reading !== null && (isHovered || isFocused) && (
        <ChartTooltip
          reading={reading}
          frame={frame}
          step={chart.x.length > 1 ? ((chart.x[1] ?? 0) - (chart.x[0] ?? 0)) * 1000 : 0}
          atRight={reading.share < 0.5}
        />
      )}
    </div>
  );
}

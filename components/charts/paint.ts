import type uPlot from 'uplot';
import type { ChartLayer, PreparedChart } from './prepare-chart';

/** Colours as the theme resolves them now, by token. */
export type Palette = (token: string) => string;

/** Resolves tokens through an element of the page, as a canvas cannot read `var()` or `light-dark()`. */
export function paletteOf(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const colours = new Map<string, string>();
  return (token) => {
    const known = colours.get(token);
    if (known !== undefined) return known;
    // Forced colours would make all series one: text and lines take them, what has a legend keeps its own.
    probe.style.setProperty('forced-color-adjust', /^--color-(tx|ln)/.test(token) ? 'auto' : 'none');
    probe.style.color = `var(${token})`;
    const colour = getComputedStyle(probe).color;
    colours.set(token, colour);
    return colour;
  };
}

const FONT = '11px';

/** The hatch of what waits: 45°, 2 px on, 6 apart, over the state's colour. */
function hatchPattern(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | null {
  const size = Math.round(6 * ratio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 2 * ratio * 0.75;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}

interface Frame {
  u: uPlot;
  chart: PreparedChart;
  palette: Palette;
  ratio: number;
}

/** Runs of indices without a gap in `column`. */
function runsOf(column: readonly (number | null)[]): [number, number][] {
  const runs: [number, number][] = [];
  let begin = -1;
  column.forEach((value, index) => {
    if (value !== null && begin < 0) begin = index;
    if (value === null && begin >= 0) {
      runs.push([begin, index - 1]);
      begin = -1;
    }
  });
  if (begin >= 0) runs.push([begin, column.length - 1]);
  return runs;
}

/** A column's value holds to the end of its bucket, so the last one is drawn to the end of the window. */
function pointsOf(
  { u, chart }: Frame,
  column: readonly (number | null)[],
  [first, last]: [number, number],
): [number, number][] {
  const points: [number, number][] = [];
  for (let index = first; index <= last; index += 1) {
    points.push([u.valToPos(chart.x[index] ?? 0, 'x', true), u.valToPos(column[index] ?? 0, 'y', true)]);
  }
  const end = points.at(-1);
  if (last === column.length - 1 && end !== undefined) points.push([u.valToPos(chart.to / 1000, 'x', true), end[1]]);
  return points;
}

function trace(path: Path2D, points: readonly [number, number][], isFirst: boolean) {
  points.forEach(([x, y], index) => {
    if (index === 0 && isFirst) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
}

function paintArea(frame: Frame, layer: ChartLayer, upper: (number | null)[], lower: (number | null)[] | null) {
  const { u, palette, ratio } = frame;
  const pen = u.ctx;
  const colour = palette(layer.token);
  const hatch = layer.hatched === true ? hatchPattern(pen, palette('--color-hatch'), ratio) : null;
  for (const run of runsOf(upper)) {
    const top = pointsOf(frame, upper, run);
    const floor = (lower ?? upper.map(() => 0)).map((value) => value ?? 0);
    const bottom = pointsOf(frame, floor, run).reverse();
    const shape = new Path2D();
    trace(shape, top, true);
    trace(shape, bottom, false);
    shape.closePath();
    pen.globalAlpha = layer.hatched === true ? 0.62 : 0.88;
    pen.fillStyle = colour;
    pen.fill(shape);
    pen.globalAlpha = 1;
    if (hatch !== null) {
      pen.fillStyle = hatch;
      pen.fill(shape);
    }
    strokeLine(frame, top, colour, 1.2);
  }
}

function strokeLine({ u, ratio }: Frame, points: readonly [number, number][], colour: string, width: number) {
  const line = new Path2D();
  trace(line, points, true);
  u.ctx.strokeStyle = colour;
  u.ctx.lineWidth = width * ratio;
  u.ctx.lineJoin = 'round';
  u.ctx.stroke(line);
}

function paintLimit(frame: Frame, layer: ChartLayer, column: (number | null)[], font: string) {
  const { u, palette, ratio, chart } = frame;
  const colour = palette(layer.token);
  const lines = runsOf(column).map((run) => pointsOf(frame, column, run));
  for (const line of lines) strokeLine(frame, line, colour, 1);
  // The word stands at the line's end: a limit that was moved has other heights before.
  const end = lines.at(-1)?.at(-1);
  const last = column.findLast((value) => value !== null);
  if (end === undefined || last === undefined || last === null) return;
  u.ctx.font = font;
  u.ctx.fillStyle = colour;
  u.ctx.textAlign = 'right';
  const nearTop = last > (chart.yTicks.at(-1) ?? 0) * 0.9;
  u.ctx.textBaseline = nearTop ? 'top' : 'bottom';
  u.ctx.fillText(
    layer.label,
    Math.min(end[0], u.bbox.left + u.bbox.width) - 4 * ratio,
    end[1] + (nearTop ? 3 : -3) * ratio,
  );
}

function paintGaps({ u, chart, palette, ratio }: Frame, font: string) {
  const pen = u.ctx;
  for (const gap of chart.gaps) {
    const left = Math.max(u.bbox.left, u.valToPos(gap.from / 1000, 'x', true));
    const width = u.valToPos(gap.to / 1000, 'x', true) - left;
    pen.strokeStyle = palette('--color-tx3');
    pen.lineWidth = ratio;
    pen.setLineDash([2 * ratio, 2 * ratio]);
    pen.strokeRect(left, u.bbox.top, width, u.bbox.height);
    pen.setLineDash([]);
    if (width < 44 * ratio) continue;
    pen.font = font;
    pen.fillStyle = palette('--color-tx3t');
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.fillText('no data', left + width / 2, u.bbox.top + 3 * ratio);
  }
}

function paintUnfinished({ u, chart, palette, ratio }: Frame) {
  if (chart.unfinishedFrom === null) return;
  const pen = u.ctx;
  const left = u.valToPos(chart.unfinishedFrom / 1000, 'x', true);
  pen.globalAlpha = 0.45;
  pen.fillStyle = palette('--color-bg1');
  pen.fillRect(left, u.bbox.top, u.bbox.left + u.bbox.width - left, u.bbox.height);
  pen.globalAlpha = 1;
  pen.strokeStyle = palette('--color-tx3');
  pen.lineWidth = ratio;
  pen.setLineDash([2 * ratio, 2 * ratio]);
  pen.beginPath();
  pen.moveTo(left, u.bbox.top);
  pen.lineTo(left, u.bbox.top + u.bbox.height);
  pen.stroke();
  pen.setLineDash([]);
}

/** Paints a prepared chart on uPlot's canvas; decides nothing. */
export function paintChart(
  u: uPlot,
  chart: PreparedChart,
  palette: Palette,
  isStacked: boolean,
  fontFamily: string,
): void {
  const ratio = devicePixelRatio;
  const frame: Frame = { u, chart, palette, ratio };
  const font = `${Number.parseInt(FONT, 10) * ratio}px ${fontFamily}`;
  const pen = u.ctx;
  pen.save();
  pen.beginPath();
  pen.rect(u.bbox.left, u.bbox.top - ratio, u.bbox.width, u.bbox.height + 2 * ratio);
  pen.clip();
  let below: (number | null)[] | null = null;
  chart.layers.forEach((layer, index) => {
    const column = chart.drawn[index] ?? [];
    if (layer.kind === 'area') {
      const isThere = (chart.values[index] ?? []).some((value) => value !== null && value !== 0);
      if (isThere || index === 0) paintArea(frame, layer, column, isStacked ? below : null);
      if (isStacked) below = mergeBelow(below, column);
    } else if (layer.kind === 'line') {
      for (const run of runsOf(column)) strokeLine(frame, pointsOf(frame, column, run), palette(layer.token), 1.4);
    } else paintLimit(frame, layer, column, font);
  });
  paintUnfinished(frame);
  paintGaps(frame, font);
  pen.restore();
  pen.font = font;
  pen.fillStyle = palette('--color-tx3t');
  pen.textAlign = 'right';
  pen.textBaseline = 'top';
  pen.fillText('now', u.bbox.left + u.bbox.width, u.bbox.top + u.bbox.height + 5 * ratio);
}

/** Where a layer has no value the next one stands on what is below both. */
function mergeBelow(below: (number | null)[] | null, column: (number | null)[]): (number | null)[] {
  return column.map((value, index) => value ?? below?.[index] ?? null);
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Rgb = [number, number, number];

const css = readFileSync(fileURLToPath(new URL('../../app/globals.css', import.meta.url)), 'utf8');
const STATES = [
  'submitted',
  'pending',
  'runnable',
  'starting',
  'running',
  'succeeded',
  'failed',
  'interrupted',
] as const;

/** Linear sRGB, as luminance and the simulations of colour blindness take it. */
function linear(text: string): Rgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(text);
  if (hex?.[1] !== undefined) {
    const at = (index: number) => Number.parseInt(hex[1]?.slice(index, index + 2) ?? '0', 16) / 255;
    const expand = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return [expand(at(0)), expand(at(2)), expand(at(4))];
  }
  const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text);
  if (parts === null) throw new Error(`no colour: ${text}`);
  const [lightness, chroma, hue] = [Number(parts[1]), Number(parts[2]), (Number(parts[3]) * Math.PI) / 180];
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function token(name: string, theme: 'dark' | 'light'): Rgb {
  const found = new RegExp(`--color-${name}: light-dark\\((oklch\\([^)]*\\)|#\\w+), (oklch\\([^)]*\\)|#\\w+)\\)`).exec(
    css,
  );
  const text = theme === 'light' ? found?.[1] : found?.[2];
  if (text === undefined) throw new Error(`--color-${name} is not in globals.css`);
  return linear(text);
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const SEEN_BY: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  anyone: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function seen(colour: Rgb, rows: readonly [Rgb, Rgb, Rgb]): Rgb {
  const row = ([x, y, z]: Rgb) => Math.min(1, Math.max(0, x * colour[0] + y * colour[1] + z * colour[2]));
  return [row(rows[0]), row(rows[1]), row(rows[2])];
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe.each(['dark', 'light'] as const)('tokens, %s', (theme) => {
  const ground = token('bg1', theme);
  it.each(STATES)('%s stands 3:1 against a panel', (state) => {
    expect(contrast(token(state, theme), ground)).toBeGreaterThanOrEqual(3);
  });
  it.each(['tx0', 'tx1', 'tx2', 'tx3t', 'acx', 'warn', 'badt', 'okt'])('%s is readable text (4.5:1)', (ink) => {
    expect(contrast(token(ink, theme), ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token(ink, theme), token('bg0', theme))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['tx3', 'edge', 'ac'])('%s is a visible mark (3:1)', (mark) => {
    expect(contrast(token(mark, theme), ground)).toBeGreaterThanOrEqual(3);
  });
  it.each([
    ['badt', 'badg'],
    ['warn', 'warng'],
    ['okt', 'okg'],
    ['acx', 'acs'],
    ['tx2', 'acs'],
    ['onpri', 'pri'],
  ])('%s is readable on %s', (ink, back) => {
    expect(contrast(token(ink, theme), token(back, theme))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(Object.keys(SEEN_BY))('states stay apart for %s', (viewer) => {
    const rows = SEEN_BY[viewer];
    if (rows === undefined) throw new Error(viewer);
    const colours = STATES.map((state) => ({ state, at: oklab(seen(token(state, theme), rows)) }));
    for (const [index, one] of colours.entries()) {
      for (const other of colours.slice(index + 1)) {
        expect(distance(one.at, other.at), `${one.state} and ${other.state}`).toBeGreaterThanOrEqual(0.06);
      }
    }
  });
});

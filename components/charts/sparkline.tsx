/** Points of a sparkline in a box, y from 0; null breaks the line. */
function sparkPaths(
  values: readonly (number | null)[],
  width: number,
  height: number,
): { line: string; area: string; end: [number, number] | null } {
  const known = values.filter((value): value is number => value !== null);
  const top = Math.max(...known, 0) || 1;
  const x = (index: number) => (values.length < 2 ? width : (index / (values.length - 1)) * width);
  const y = (value: number) => height - (Math.max(0, value) / top) * height;
  let line = '';
  let area = '';
  let end: [number, number] | null = null;
  let begin: number | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      if (begin !== null && end !== null) area += `L${end[0]} ${height}L${x(begin)} ${height}Z`;
      begin = null;
      continue;
    }
    const [px, py] = [Number(x(index).toFixed(1)), Number(y(value).toFixed(1))];
    line += `${begin === null ? 'M' : 'L'}${px} ${py}`;
    area += `${begin === null ? 'M' : 'L'}${px} ${py}`;
    begin ??= index;
    end = [px, py];
  }
  if (begin !== null && end !== null) area += `L${end[0]} ${height}L${Number(x(begin).toFixed(1))} ${height}Z`;
  return { line, area, end };
}

const WIDTH = 96;
const HEIGHT = 28;

/** A 1.4 px line with an end dot, y from 0, no axis. `ink` is a text colour class; `label` says it in words. */
export function Sparkline({ values, label, ink }: { values: readonly (number | null)[]; label: string; ink: string }) {
  const { line, area, end } = sparkPaths(values, WIDTH, HEIGHT);
  if (end === null) return null;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-2 -3 ${WIDTH + 5} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      width="100%"
      height="100%"
      className={ink}
    >
      <path d={area} fill="currentColor" opacity="0.22" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={`M${end[0]} ${end[1]}h0`}
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

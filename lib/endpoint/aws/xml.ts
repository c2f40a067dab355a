/** What becomes XML: a list's entries are `<item>` (or `<member>`), absent members are left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // XML 1.0 has no word for control signs.
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign).replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** The elements of a value, without a root. */
export function xmlOf(value: XmlValue, entry = 'item'): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((one) => `<${entry}>${xmlOf(one, entry)}</${entry}>`).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `<${name}>${xmlOf(member, entry)}</${name}>`)
    .join('');
}

import { WorkloadError } from './workload';

const decoder = new TextDecoder();

/** The fields of one CSV record (RFC 4180). `line` is for the error. */
export function csvFields(bytes: Uint8Array, from: number, to: number, line: number): string[] {
  const text = decoder.decode(bytes.subarray(from, to));
  return text.includes('"') ? quotedFields(text, line) : text.split(',');
}

function quotedFields(text: string, line: number): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let field = '';
      let end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') {
        field += text.slice(at + 1, end + 1);
        at = end + 1;
        end = text.indexOf('"', at + 1);
      }
      if (end < 0) throw malformed('a quote is not closed', fields.length, line);
      fields.push(field + text.slice(at + 1, end));
      at = end + 1;
      if (at < text.length && text[at] !== ',')
        throw malformed('text follows a closing quote', fields.length - 1, line);
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      const field = text.slice(at, end);
      if (field.includes('"')) throw malformed('a quote stands inside an unquoted field', fields.length, line);
      fields.push(field);
      at = end;
    }
    if (at >= text.length) return fields;
    at += 1;
  }
}

function malformed(what: string, field: number, line: number): WorkloadError {
  const column = String(field + 1);
  return new WorkloadError('bad-row', `Line ${line}, field ${column}: ${what}.`, { line, column });
}

/** A header's names by place, and the fields of a row by name. */
export class CsvHeader {
  readonly #places: ReadonlyMap<string, number>;
  readonly #width: number;

  constructor(names: readonly string[]) {
    this.#places = new Map(names.map((name, place) => [headerName(name), place]));
    this.#width = names.length;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** The field of that name; empty where the header has no such column. */
  field(fields: readonly string[], name: string): string {
    const place = this.#places.get(name);
    return place === undefined ? '' : (fields[place] ?? '');
  }

  /** Refuses a row that is short, or has more fields than the header. */
  check(fields: readonly string[], line: number): void {
    if (fields.length === this.#width) return;
    const short = fields.length < this.#width;
    const why = short ? '; the file is cut short' : '; a field with a comma must stand in quotes';
    const message = `Line ${line} has ${fields.length} of ${this.#width} columns${why}.`;
    throw new WorkloadError(short ? 'truncated' : 'bad-row', message, { line });
  }
}

/** A column's name as it is compared. */
export function headerName(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();
}

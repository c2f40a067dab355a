import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateAlibaba, generateSwf, generateWfFormat, parseWorkload, workloadStem } from '.';
import { bytesOf, cut, options, read, refused } from './reading-in-tests';

describe('any file', () => {
  it('is named by its stem', () => {
    expect(workloadStem('LCG-2005-1.swf.gz')).toBe('LCG-2005-1');
    expect(workloadStem('C:\\data\\my jobs (2).CSV')).toBe('my-jobs--2-');
    expect(workloadStem('../<script>.json')).toBe('script-');
    expect(workloadStem('.swf.gz')).toBe('workload');
    expect(workloadStem('x'.repeat(300))).toHaveLength(128);
  });

  it('carries the hash that its holder computed, also when it is known only at the end', async () => {
    let hash = 'not yet';
    async function* source() {
      yield bytesOf(generateSwf({ seed: 1, jobs: 3 }));
      hash = 'known';
    }
    const result = await parseWorkload(source(), { fileName: 'a.swf', sha256: () => hash });
    expect(result).toMatchObject({ ok: true, workload: { sha256: 'known', name: 'a', format: 'swf' } });
  });

  it.each([
    ['swf', generateSwf({ seed: 5, jobs: 40 })],
    ['wfformat', generateWfFormat({ seed: 5 })],
    ['alibaba', generateAlibaba({ seed: 5, jobs: 40 })],
  ] as const)('%s is the same plain, gzipped, with a byte order mark, and however it is cut', async (format, text) => {
    const plain = await read(text);
    expect(plain.format).toBe(format);
    expect(await read(gzipSync(text))).toEqual(plain);
    expect(await read(`\uFEFF${text}`)).toEqual(plain);
    expect(await read(text.replaceAll('\n', '\r\n'))).toEqual(plain);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), fc.boolean(), async (places, zip) => {
        const bytes = zip ? gzipSync(text) : bytesOf(text);
        expect(await parseWorkload(cut(bytes, places), options)).toEqual({ ok: true, workload: plain });
      }),
      { numRuns: 20 },
    );
  });

  it('is read up to the limit only', async () => {
    const broken = `${generateSwf({ seed: 2, jobs: 10 })}1 2 3\n`;
    expect((await refused(broken)).code).toBe('truncated');
    const some = await read(broken, { limit: 10 });
    expect(some.rows.count).toBe(10);
    expect((await read(generateAlibaba({ seed: 2, jobs: 10 }), { limit: 4 })).rows.count).toBe(4);
    const dag = await read(generateWfFormat({ seed: 2, branches: 1, width: 3 }), { limit: 2 });
    expect([...dag.rows.parentIndex]).toEqual([0]);
    await expect(parseWorkload(bytesOf(broken), { ...options, limit: 0 })).rejects.toThrow(RangeError);
  });

  it('reports how far it is', async () => {
    const seen: { bytes: number; rows: number }[] = [];
    const text = generateSwf({ seed: 3, jobs: 5000 });
    await read(text, { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toEqual({ bytes: text.length, rows: 5000 });
  });

  it('lets others run while it reads', async () => {
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await read(generateSwf({ seed: 4, jobs: 20_000 }));
    isOver = true;
    expect(turns).toBeGreaterThan(15);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'empty'],
    ['blanks', bytesOf(' \n\r\n\t'), 'empty'],
    ['gzip of nothing', gzipSync(''), 'empty'],
    ['only a header of SWF', bytesOf('; Version: 2.2\n; MaxJobs: 4\n'), 'empty'],
    [
      'only a header of pods',
      bytesOf('name,cpu_milli,memory_mib,num_gpu,creation_time,deletion_time,scheduled_time\n'),
      'empty',
    ],
    ['only a header of jobs', bytesOf('id,submitted,run_seconds\n'), 'empty'],
    [
      'a workflow of no tasks',
      bytesOf('{"workflow":{"specification":{"tasks":[]},"execution":{"tasks":[]}}}'),
      'unknown-format',
    ],
    ['prose', bytesOf('Dear all,\nthis is no workload.\n'), 'unknown-format'],
    ['prose with quotes', bytesOf('He said "no", twice,\n'), 'unknown-format'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'unknown-format'],
    ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'unknown-format'],
    ['gzip twice', gzipSync(gzipSync('x')), 'unknown-format'],
    ['a JSON array', bytesOf('[1, 2]'), 'unknown-format'],
    ['other JSON', bytesOf('{"name": "a", "version": 3}'), 'unknown-format'],
    ['other CSV', bytesOf('a,b,c\n1,2,3\n'), 'unknown-format'],
    ['pods without a deletion', bytesOf('name,cpu_milli,memory_mib,num_gpu\nx,1,1,1\n'), 'unknown-format'],
    ['jobs without a run time', bytesOf('id,name,submitted\nx,y,1\n'), 'unknown-format'],
    ['gzip cut short', gzipSync(generateSwf({ seed: 1, jobs: 500 })).subarray(0, 2000), 'truncated'],
    ['gzip with a bad header', new Uint8Array([0x1f, 0x8b, 99, 0, 0, 0, 0, 0]), 'corrupt'],
  ])('refuses %s', async (_, bytes, code) => {
    const error = await refused(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });

  it('says what a header lacks', async () => {
    expect((await refused('id,name,submitted\n')).message).toContain('also needs run_seconds');
    expect((await refused('submitted,run_seconds\n')).message).toContain('id (or name)');
    expect((await refused('name,cpu_milli\n')).message).toContain('memory_mib, creation_time, deletion_time');
  });

  it('refuses more bytes or rows than are read', async () => {
    const text = generateSwf({ seed: 1, jobs: 100 });
    expect((await refused(gzipSync(text), { maxBytes: 500 })).code).toBe('too-large');
    expect((await refused(text, { maxRows: 99 })).message).toContain('more than 99 jobs');
    expect((await read(text, { maxRows: 100 })).rows.count).toBe(100);
    expect((await refused(generateWfFormat({ seed: 1 }), { maxRows: 5 })).code).toBe('too-large');
    expect((await refused(generateAlibaba({ seed: 1, jobs: 6 }), { maxRows: 5 })).code).toBe('too-large');
  });

  it('passes on what the source itself throws', async () => {
    async function* broken() {
      yield bytesOf('; header\n');
      throw new Error('the upload was cut off');
    }
    await expect(parseWorkload(broken(), options)).rejects.toThrow('the upload was cut off');
    async function* brokenZip() {
      yield gzipSync('; header\n').subarray(0, 12);
      throw new Error('the upload was cut off');
    }
    await expect(parseWorkload(brokenZip(), options)).rejects.toThrow('the upload was cut off');
  });

  it('never throws for any bytes, and gives back rows or a sentence', async () => {
    const seeds = [generateSwf({ seed: 9, jobs: 6 }), generateWfFormat({ seed: 9, branches: 1, width: 2 })];
    seeds.push(
      generateAlibaba({ seed: 9, jobs: 6 }),
      'id,name,submitted,run_seconds,depends_on\na,"b",1,2,\nc,d,3,4,a\n',
    );
    const damagedText = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat({ max: 60 }), fc.string({ unit: 'binary', maxLength: 8 }))
      .map(([text, at, length, put]) => {
        const place = at % text.length;
        return bytesOf(text.slice(0, place) + put + text.slice(place + length));
      });
    const anything = fc.oneof(
      damagedText,
      fc.uint8Array({ maxLength: 200 }),
      damagedText.map((bytes) => new Uint8Array(gzipSync(bytes))),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const result = await parseWorkload(bytes, options);
        if (!result.ok) expect(result.error.message).toMatch(/\.$/);
        else expect(result.workload.rows.submitMs.includes(0)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

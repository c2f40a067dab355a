import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentsOf } from '@/lib/batch';
import { JOBS_CSV_COLUMNS, type JobsCsvRow, usdText, writeJobsCsv } from '.';
import { csvFields } from './csv-fields';
import { bytesOf, read, refused } from './reading-in-tests';

const START = Date.UTC(2026, 0, 1);

function job(id: string, more: Partial<JobsCsvRow> = {}): JobsCsvRow {
  return {
    id,
    name: `job-${id}`,
    queue: 'main',
    definition: 'work:3',
    submittedMs: START,
    runMs: 1500,
    status: 'SUCCEEDED',
    attempts: 1,
    milliVcpus: 2000,
    memoryMib: 4096,
    gpus: 0,
    ...more,
  };
}

const file = (rows: JobsCsvRow[]): string => [...writeJobsCsv(rows)].join('');

describe('writing', () => {
  it('has the columns and forms that others parse', () => {
    const [header, line] = file([
      job('a', {
        share: 'blue',
        dependsOn: ['x', 'y'],
        startedMs: START + 1,
        stoppedMs: START + 1501,
        statusReason: 'said "no", twice',
        exitCode: 0,
        instanceType: 'c5.large',
        zone: 'us-east-1a',
        purchase: 'SPOT',
        costNanoUsd: 1_234_567n,
      }),
    ]).split('\n');
    expect(header).toBe(JOBS_CSV_COLUMNS.join(','));
    expect(line).toBe(
      'a,job-a,main,work:3,blue,,,x y,2026-01-01T00:00:00.000Z,2026-01-01T00:00:00.001Z,2026-01-01T00:00:01.501Z,1.500,' +
        'SUCCEEDED,"said ""no"", twice",0,1,2,4096,0,c5.large,us-east-1a,SPOT,0.001234567',
    );
  });

  it('writes money with nine places', () => {
    expect(usdText(0n)).toBe('0.000000000');
    expect(usdText(-1n)).toBe('-0.000000001');
    expect(usdText(12_000_000_003n)).toBe('12.000000003');
  });

  it('leaves no field that a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'=", "''+", '"=', '\n'),
        (text, lead) => {
          const line = [...writeJobsCsv([job('a', { name: lead + text, statusReason: lead + text })])][1] ?? '';
          const bytes = bytesOf(line.slice(0, -1));
          const fields = csvFields(bytes, 0, bytes.length, 1);
          expect(fields).toHaveLength(JOBS_CSV_COLUMNS.length);
          for (const field of fields) expect(field).not.toMatch(/^[=+\-@\t\r]/);
        },
      ),
    );
  });
});

describe('reading', () => {
  it('gives back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            name: fc.string(),
            runMs: fc.nat(),
            submit: fc.nat(),
            exitCode: fc.option(fc.nat({ max: 255 })),
          }),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        async (jobs) => {
          const rows = jobs.map((one, row) =>
            job(`id${row}`, {
              ...one,
              name: one.name.trim(),
              submittedMs: START + one.submit,
              share: row % 2 === 0 ? 's' : null,
            }),
          );
          const found = (await read(file(rows))).rows;
          const first = Math.min(...jobs.map((one) => one.submit));
          expect(found.names).toEqual(rows.map((row) => row.name));
          expect([...found.runMs]).toEqual(jobs.map((one) => one.runMs));
          expect([...found.submitMs]).toEqual(jobs.map((one) => one.submit - first));
          expect(found.firstSubmitMs).toBe(START + first);
          const codes = jobs.map((one) => one.exitCode ?? -1);
          expect(found.exitCode === null ? codes.map(() => -1) : [...found.exitCode]).toEqual(codes);
          expect([...found.user]).toEqual(rows.map((row) => (row.share === 's' ? 0 : -1)));
        },
      ),
    );
  });

  it('resolves dependencies on jobs, on arrays, and leaves out those on jobs elsewhere', async () => {
    const workload = await read(
      file([
        job('c', { dependsOn: ['arr', 'gone'] }),
        job('arr:0', { arrayParent: 'arr', arrayIndex: 0 }),
        job('arr:1', { arrayParent: 'arr', arrayIndex: 1, dependsOn: ['arr:0'] }),
      ]),
    );
    expect(workload.format).toBe('csv');
    expect(workload.outsideDependencies).toBe(1);
    expect(Array.from({ length: 3 }, (_, row) => [...parentsOf(workload.rows, row)])).toEqual([[1, 2], [], [1]]);
    expect(workload.rows.definitions).toEqual(['work:3']);
    expect(workload.rows.queues).toEqual(['main']);
  });

  it('takes a few columns in any order, and seconds for a time', async () => {
    const { rows } = await read('run_seconds,Name,SUBMITTED,vcpus,gpus\n2.5,a,10,0.25,1\n,b,9.5,1.5,\n');
    expect(rows.names).toEqual(['a', 'b']);
    expect([...rows.submitMs]).toEqual([500, 0]);
    expect([...rows.runMs]).toEqual([2500, 0]);
    expect([...rows.milliVcpus]).toEqual([250, 2000]);
    expect([...rows.gpus]).toEqual([1, 0]);
    expect([rows.exitCode, rows.definition, rows.queue]).toEqual([null, null, null]);
  });

  it('keeps quoted line breaks, commas and quotes', async () => {
    const { rows } = await read('id,name,submitted,run_seconds\r\n1,"a ""b"",\r\nc",0,1\r\n');
    expect(rows.names).toEqual(['a "b",\r\nc']);
  });

  const header = 'id,name,submitted,run_seconds,depends_on\n';
  it.each([
    ['a short row', `${header}a,b,0\n`, 'truncated', 'Line 2 has 3 of 5 columns'],
    [
      'a quote never closed',
      `${header}a,"b,0,1,\nc,d,0,1,\n`,
      'truncated',
      'Line 2: a quote that opens on it is never closed',
    ],
    ['text after a quote', `${header}a,"b"c,0,1,\n`, 'bad-row', 'Line 2, field 2'],
    ['a quote inside', `${header}a,b"c"d,0,1,\n`, 'bad-row', 'Line 2, field 2'],
    ['a time without a zone', `${header}a,b,2026-01-01T00:00:00,1,\n`, 'bad-row', 'column submitted'],
    ['an empty time', `${header}a,b,,1,\n`, 'bad-row', 'column submitted'],
    ['a run time in words', `${header}a,b,0,long,\n`, 'bad-row', 'column run_seconds: "long"'],
    ['a cycle', `${header}a,b,0,1,c\nc,d,0,1,a\n`, 'bad-dependency', 'form a cycle: "a" needs "c" needs "a"'],
    ['an ambiguous dependency', `${header}a,b,0,1,\na,c,0,1,\nx,y,0,1,a\n`, 'bad-dependency', 'more than one job'],
  ])('refuses %s', async (_, text, code, message) => {
    const error = await refused(text);
    expect(error.message).toContain(message);
    expect(error.code).toBe(code);
  });
});

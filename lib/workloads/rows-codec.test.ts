import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRows, encodeRows, generateAlibaba, generateSwf, generateWfFormat, WorkloadError } from '.';
import { read } from './reading-in-tests';

const CSV =
  'id,name,submitted,run_seconds,exit_code,definition,queue,share,depends_on\na,x,0,9007199.25,3,d:1,q,s,\nb,é,1,2,,,q,,a\n';

describe('rows as bytes', () => {
  it.each([
    ['swf', generateSwf({ seed: 3, jobs: 500 })],
    ['wfformat', generateWfFormat({ seed: 3 })],
    ['alibaba', generateAlibaba({ seed: 3, jobs: 300 })],
    ['csv', CSV],
  ])('come back the same from %s', async (_, text) => {
    const { rows } = await read(text);
    const bytes = encodeRows(rows);
    expect(decodeRows(bytes)).toEqual(rows);
    expect(encodeRows(decodeRows(bytes))).toEqual(bytes);
  });

  it('are compact', async () => {
    const { rows } = await read(generateSwf({ seed: 3, jobs: 2000 }));
    expect(encodeRows(rows).length / rows.count).toBeLessThan(10);
  });

  it('are refused by a typed error when they are damaged', async () => {
    const bytes = encodeRows((await read(CSV)).rows);
    const refusedOrRead = (damaged: Uint8Array): void => {
      try {
        expect(decodeRows(damaged).count).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(WorkloadError);
      }
    };
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeRows(bytes.subarray(0, length))).toThrow(WorkloadError);
    }
    expect(() => decodeRows(Uint8Array.from([...bytes, 0]))).toThrow('bytes follow their end');
    expect(() => decodeRows(Uint8Array.from([66, 68, 87, 82, 9]))).toThrow('version 9');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const damaged = bytes.slice();
        damaged[at] = value;
        refusedOrRead(damaged);
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { read, refused, swfLine } from './reading-in-tests';

describe('SWF', () => {
  it('takes processors from column 8, else 5, else 1, and counts arrivals from the first', async () => {
    const lines = [
      '; Version: 2.2',
      swfLine({ 1: 1, 2: 100, 4: 60, 5: 4, 8: 8, 12: 7 }),
      swfLine({ 1: 2, 2: 90, 4: 30, 5: 4, 8: 0, 12: 9 }),
      '',
      `  ${swfLine({ 1: 3, 2: 120, 4: 0 })}  `,
      swfLine({ 1: 4, 2: 120.5, 4: -1, 8: 2, 12: 7 }),
    ];
    const { rows } = await read(lines.join('\n'));
    expect([...rows.milliVcpus]).toEqual([8000, 4000, 1000, 2000]);
    expect([...rows.submitMs]).toEqual([10_000, 0, 30_000, 30_500]);
    expect(rows.firstSubmitMs).toBe(90_000);
    expect([...rows.runMs]).toEqual([60_000, 30_000, 0, 0]);
    expect(rows.users).toEqual(['u7', 'u9']);
    expect([...rows.user]).toEqual([0, 1, -1, 0]);
    expect(rows.names).toBeNull();
    expect([...rows.memoryMib]).toEqual([-1, -1, -1, -1]);
  });

  it('rounds durations half up to the ms, once', async () => {
    const times = ['1.0005', '1.00049999', '0.0004', '1e1', '12.', '.5'];
    const { rows } = await read(times.map((run) => swfLine({ 2: 0, 4: run })).join('\n'));
    expect([...rows.runMs]).toEqual([1001, 1000, 0, 10_000, 12_000, 500]);
  });

  it('takes memory per processor in KB, and of the variant with more columns in bytes of the job', async () => {
    const line = { 2: 0, 4: 1, 8: 4 };
    const text = [
      swfLine({ ...line, 10: 1024 }),
      swfLine({ ...line, 7: 1025 }),
      `${swfLine({ ...line, 10: 68_719_476_736 })} {1,1} q_1d 1:ppn=4`,
    ];
    expect([...(await read(text.join('\n'))).rows.memoryMib]).toEqual([4, 5, 65_536]);
  });

  it.each([
    ['too few columns', '1 2 3 4\n', 'truncated', 1, 'Line 1 has 4 of the 18 columns of SWF'],
    ['a line cut short', `${swfLine({ 2: 0 })}\n1 2 3`, 'truncated', 2, 'Line 2 has 3'],
    [
      'text for a number',
      `;x\n${swfLine({ 2: 'soon' })}`,
      'bad-row',
      2,
      'Line 2, column 2 (submit): "soon" is not a number',
    ],
    ['two dots', swfLine({ 2: 1, 4: '1.2.3' }), 'bad-row', 1, 'column 4 (run time)'],
    ['no submit time', swfLine({ 2: -1 }), 'bad-row', 1, 'submit time is unknown'],
    ['absurd processors', swfLine({ 2: 1, 8: '9999999999' }), 'bad-row', 1, 'more than any machine has'],
  ])('refuses %s', async (_, text, code, line, message) => {
    const error = await refused(text);
    expect(error).toMatchObject({ code, line });
    expect(error.message).toContain(message);
  });
});

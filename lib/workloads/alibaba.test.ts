import { describe, expect, it } from 'vitest';
import { read, refused } from './reading-in-tests';

describe('Alibaba’s list', () => {
  const header =
    'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time';

  it('runs from scheduling to deletion, or from creation where it was never scheduled', async () => {
    const text = `${header}\na,12000,16384,1,1000,,LS,Running,5,100,10\nb,500,64,0,0,V100|T4,BE,Pending,7,9,\nc,1001,,,,,BE,Failed,3,2,4\n`;
    const { rows, format } = await read(text);
    expect(format).toBe('alibaba');
    expect([...rows.runMs]).toEqual([90_000, 2000, 0]);
    expect([...rows.submitMs]).toEqual([2000, 4000, 0]);
    expect([...rows.milliVcpus]).toEqual([12_000, 1000, 2000]);
    expect([...rows.memoryMib]).toEqual([16_384, 64, -1]);
    expect([...rows.gpus]).toEqual([1, 0, 0]);
    expect(rows.names).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a short row', `${header}\na,1,1\n`, 'truncated', 'Line 2 has 3 of 11 columns'],
    ['a long row', `${header}\na,1,1,0,0,,LS,x,1,2,3,4\n`, 'bad-row', 'Line 2 has 12 of 11 columns'],
    ['an empty deletion', `${header}\na,1,1,0,0,,LS,x,1,,3\n`, 'bad-row', 'Line 2, column deletion_time'],
    ['text for a number', `${header}\na,many,1,0,0,,LS,x,1,2,3\n`, 'bad-row', 'column cpu_milli: "many"'],
  ])('refuses %s', async (_, text, code, message) => {
    const error = await refused(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });
});

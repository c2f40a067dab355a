import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ParseOptions, parseWorkload, summariseWorkload, type Workload } from '.';

const samples = process.env.BATCHDECK_DATA_SAMPLES ?? join(import.meta.dirname, '../../../shared/data');
const folder = join(samples, 'workloads');
const absent = !existsSync(join(folder, 'swf/LCG-2005-1.swf.gz'));
if (absent) console.log(`skipped: workloads of real clusters (no data in ${folder}; set BATCHDECK_DATA_SAMPLES)`);

async function load(file: string, more: Partial<ParseOptions> = {}): Promise<Workload> {
  const result = await parseWorkload(createReadStream(join(folder, file)), { fileName: file, sha256: '', ...more });
  if (!result.ok) throw result.error;
  return result.workload;
}

describe.skipIf(absent)('real files', () => {
  it('reads LCG-2005', async () => {
    const summary = summariseWorkload(await load('swf/LCG-2005-1.swf.gz'));
    expect(summary).toMatchObject({
      format: 'swf',
      name: 'LCG-2005-1',
      jobs: 188_041,
      zeroRunJobs: 521,
      maxMilliVcpus: 1000,
      maxMemoryMib: null,
      spanMs: 950_392_000,
    });
    expect(summary.users).toHaveLength(216);
  });

  it('reads MetaCentrum, an SWF of more columns', async () => {
    const summary = summariseWorkload(await load('swf/MetaCentrum-wagap-2013.swf.gz'));
    expect(summary).toMatchObject({ jobs: 17_900, zeroRunJobs: 2, maxMilliVcpus: 256_000, maxMemoryMib: 524_288 });
    expect(summary.users).toHaveLength(75);
    const some = await load('swf/MetaCentrum-wagap-2013.swf.gz', { limit: 2000 });
    expect(some.rows.count).toBe(2000);
    expect(some.rows.firstSubmitMs).toBe(1_356_996_147_000);
    expect(some.rows.submitMs[0]).toBe(0);
  });

  it('reads Alibaba’s pods', async () => {
    const summary = summariseWorkload(await load('alibaba-gpu-2023/openb_pod_list_default.csv'));
    expect(summary).toMatchObject({ format: 'alibaba', jobs: 8152, gpuJobs: 7064, zeroRunJobs: 1 });
  });

  it('reads every workflow of the index, with its tasks, edges and run times', async () => {
    const [header = '', ...lines] = readFileSync(join(folder, 'wfcommons/INDEX.csv'), 'utf8').trim().split('\n');
    const columns = header.split(',');
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      const cells = line.split(',');
      const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
      const summary = summariseWorkload(await load(`wfcommons/${cell('file')}`));
      expect(summary, cell('file')).toMatchObject({
        format: 'wfformat',
        jobs: Number(cell('tasks')),
        dependencies: Number(cell('edges')),
        maxParents: Number(cell('max_fan_in')),
      });
      expect(Math.abs(summary.maxRunMs / 1000 - Number(cell('max_task_seconds'))), cell('file')).toBeLessThanOrEqual(1);
      if (cell('file').startsWith('1000genome-chameleon-22ch')) expect(summary.jobs).toBe(902);
    }
  });

  it('agrees with JSON.parse on the tasks of a workflow', async () => {
    const file = 'wfcommons/montage-chameleon-2mass-02d-001.json.gz';
    const { rows } = await load(file);
    const text = gunzipSync(readFileSync(join(folder, file))).toString('utf8');
    const document: { workflow: { execution: { tasks: { runtimeInSeconds: number }[] } } } = JSON.parse(text);
    const expected = document.workflow.execution.tasks.map((task) => Math.round(task.runtimeInSeconds * 1000));
    expect([...rows.runMs]).toEqual(expected);
  });
});

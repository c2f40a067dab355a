import { CsvHeader, csvFields } from './csv-fields';
import { millisecondsOfSeconds } from './decimal-time';
import { LineSplitter } from './line-splitter';
import { milliVcpusOf, RowsBuilder } from './rows-builder';
import { tooManyRows } from './swf';
import { type ReaderLimits, WorkloadError, type WorkloadReader } from './workload';

/** Columns without which a list of pods can't be run. */
export const ALIBABA_COLUMNS = ['name', 'cpu_milli', 'memory_mib', 'creation_time', 'deletion_time'] as const;

/**
 * Alibaba's pod list (cluster-trace-gpu-v2023): a pod arrives at its creation and runs from its scheduling (its creation
 * where it was never scheduled) to its deletion; vCPU are rounded up to whole ones; memory and GPUs as recorded.
 */
export function alibabaReader({ limit, maxRows }: ReaderLimits): WorkloadReader {
  const builder = new RowsBuilder();
  const names: string[] = [];
  let header: CsvHeader | null = null;

  function addPod(columns: CsvHeader, fields: readonly string[], line: number): boolean {
    const number = (column: string, absent: number | null): number => {
      const text = columns.field(fields, column);
      if (absent !== null && text.trim() === '') return absent;
      const value = millisecondsOfSeconds(text);
      if (value >= 0) return value;
      const message = `Line ${line}, column ${column}: "${text.slice(0, 40)}" is not a number of 0 or more.`;
      throw new WorkloadError('bad-row', message, { line, column });
    };
    const submitMs = number('creation_time', null);
    const task = {
      submitMs,
      runMs: number('deletion_time', null) - number('scheduled_time', submitMs),
      milliVcpus: milliVcpusOf(number('cpu_milli', null) / 1_000_000),
      memoryMib: Math.ceil(number('memory_mib', -1000) / 1000),
      gpus: Math.ceil(number('num_gpu', 0) / 1000),
      user: -1,
    };
    if (builder.count >= maxRows) throw tooManyRows(maxRows);
    builder.add(task, line);
    names.push(columns.field(fields, 'name'));
    return builder.count < limit;
  }

  const lines = new LineSplitter(
    (bytes, from, to, line) => {
      if (from === to) return true;
      const fields = csvFields(bytes, from, to, line);
      if (header === null) {
        header = new CsvHeader(fields);
        return true;
      }
      header.check(fields, line);
      return addPod(header, fields, line);
    },
    { quoted: true },
  );
  return {
    push: (piece) => lines.push(piece),
    rowsSoFar: () => builder.count,
    *finish() {
      if (builder.count < limit) lines.finish();
      return { rows: yield* builder.finish({ names }), outsideDependencies: 0 };
    },
  };
}

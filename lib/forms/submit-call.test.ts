import { beforeAll, describe, expect, it } from 'vitest';
import { cliText, loadOperationShapes, type OperationShapes, readCallText } from '.';
import { changed } from './rules-in-tests';
import { GOOD } from './submits-in-tests';

let shapes: OperationShapes;
beforeAll(async () => {
  shapes = await loadOperationShapes();
});

const env = (name: string, value: string) => [{ name, value }];

describe('a command of the CLI', () => {
  it('goes round', () => {
    const call = changed(GOOD, [
      ['arrayProperties.size', 3],
      ['containerOverrides', { command: ['sh', '-c', "echo 'it is'"], environment: env('A', 'b=c,d') }],
      ['parameters', { chr: '7' }],
    ]);
    expect(readCallText(shapes, 'SubmitJob', cliText('SubmitJob', call))).toEqual({ ok: true, document: call });
  });
  it('is read as people write it', () => {
    const text = `aws batch submit-job --job-name first --job-queue main \\
      --job-definition one:1 --array-properties size=3 --depends-on jobId=a,type=N_TO_N jobId=b \\
      --container-overrides 'vcpus=2,environment=[{name=REF,value=GRCh38}]' --timeout attemptDurationSeconds=60 \\
      --parameters chr=7 --tags team=x --region eu-west-1`;
    expect(readCallText(shapes, 'SubmitJob', text)).toEqual({
      ok: true,
      document: {
        ...GOOD,
        arrayProperties: { size: 3 },
        dependsOn: [{ jobId: 'a', type: 'N_TO_N' }, { jobId: 'b' }],
        containerOverrides: { vcpus: 2, environment: env('REF', 'GRCh38') },
        timeout: { attemptDurationSeconds: 60 },
        parameters: { chr: '7' },
        tags: { team: 'x' },
      },
    });
  });
});

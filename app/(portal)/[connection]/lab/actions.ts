'use server';

import { connectionOf, controlsOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { ActionError } from '@/lib/access';
import { workloadStem } from '@/lib/workloads';
import { loadWorkloadInput } from '../action-inputs';

/** Puts an uploaded workload on a queue of a simulated connection: its jobs arrive as the file has them. */
export const loadWorkload = defineAction({
  name: 'simulator.load-workload',
  permission: 'simulator.control',
  input: loadWorkloadInput,
  on: ({ connection, queue }) => ({ connection, touches: [{ kind: 'queue', name: queue }] }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const { connection: slug, ...given } = input;
    const connection = connectionOf(runtime, scope, slug);
    const controls = controlsOf(connection);
    audit.connection(connection.id);
    const blob = await prisma.workloadBlob.findUnique({
      where: { hash: given.hash },
      select: { fileName: true, jobs: true },
    });
    if (blob === null) throw new ActionError('not-found', 'This file is not kept here: upload it again.');
    audit.subject(`${blob.fileName} on ${given.queue}`);
    if (given.at !== undefined && given.at <= controls.clock().now) {
      throw new ActionError('invalid', 'The first arrival must be after the clock’s time.', {
        at: 'Give a moment after the clock’s.',
      });
    }
    const { at, limit, timeScale, memoryMibPerProcessor, memory, jobDefinition, retryStrategy } = given;
    await controls.loadWorkload(
      {
        file: workloadStem(blob.fileName),
        hash: given.hash,
        queue: given.queue,
        ...(at !== undefined && { at }),
        ...(limit !== undefined && { limit }),
        ...(timeScale !== undefined && { timeScale }),
        ...(memoryMibPerProcessor !== undefined && { memoryMibPerProcessor }),
        ...(memory !== undefined && { memory }),
        ...(jobDefinition !== undefined && { jobDefinition }),
        ...(retryStrategy !== undefined && { retryStrategy }),
      },
      user.email,
    );
    const jobs = Math.min(blob.jobs, limit ?? blob.jobs);
    audit.after({ jobs });
    return { jobs, recorded: await untilRecorded(connection) };
  },
});

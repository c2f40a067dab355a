import { generateWfFormat } from '@/lib/workloads';
import { loadThroughDialog } from './load-dialog';
import type { PortalClient } from './portal-client';
import { setSpeed, untilAllEnded } from './stories';
import { expect, test } from './story';

const FIXTURE = { seed: 5, branches: 2, width: 25 };
const TASKS = 2 * (25 + 2) + 1;

test('a workflow with a wide fan-in keeps its order; its relay jobs are counted apart', async ({ page, client }) => {
  const text = generateWfFormat(FIXTURE);
  await loadThroughDialog(page, '', { name: 'wide.json', bytes: Buffer.from(text), queue: 'main' });
  await page.goto('/simulator/jobs');
  await setSpeed(page, 'Max');
  await untilAllEnded(client, TASKS, 'queue=main&definition=wide:1');
  await setSpeed(page, '1×');

  const rows = await client.jobs('queue=main&definition=wide:1');
  expect(rows.map((row) => row.name).sort()).toEqual(namesIn(text).sort());
  expect(rows.every((row) => row.status === 'SUCCEEDED' && !row.isRelay)).toBe(true);
  const relays = await client.jobs('relay=true');
  expect(relays.length).toBeGreaterThanOrEqual(FIXTURE.branches);
  expect((await client.counts()).relays).toBe(relays.length);
  await expect(page.getByText(`${relays.length} relays that keep a fan-in small are counted apart`)).toBeVisible();

  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const [child, parents] of edgesIn(text)) {
    const startedAt = byName.get(child)?.startedAt ?? Number.NaN;
    for (const parent of parents) {
      const stoppedAt = byName.get(parent)?.stoppedAt ?? Number.NaN;
      expect(startedAt, `${child} after ${parent}`).toBeGreaterThanOrEqual(stoppedAt);
    }
  }
  await expectMergeWaitsForRelays(client, byName.get('merge_1')?.id ?? '', new Set(relays.map((row) => row.id)));
});

async function expectMergeWaitsForRelays(client: PortalClient, id: string, relays: ReadonlySet<string>) {
  const { dependsOn } = await client.job(id);
  expect(dependsOn.length).toBeGreaterThan(0);
  expect(dependsOn.length).toBeLessThanOrEqual(20);
  expect(dependsOn.some((one) => relays.has(one.id))).toBe(true);
}

interface Task {
  name: string;
  parents: string[];
}

function tasksIn(text: string): Task[] {
  const document: { workflow: { specification: { tasks: Task[] } } } = JSON.parse(text);
  return document.workflow.specification.tasks;
}

function namesIn(text: string): string[] {
  return tasksIn(text).map((task) => task.name);
}

function edgesIn(text: string): [string, string[]][] {
  return tasksIn(text).map((task) => [task.name, task.parents]);
}

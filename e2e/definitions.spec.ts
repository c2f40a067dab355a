import type { Page } from '@playwright/test';
import { advanceBy, HOUR_MS, submit } from './stories';
import { expect, test } from './story';

const JSON_CALL = {
  jobDefinitionName: 'def-json',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  containerProperties: {
    image: 'busybox:1',
    command: ['true'],
    executionRoleArn: 'arn:aws:iam::123456789012:role/run',
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '3000' },
    ],
    environment: [{ name: 'DB_PASSWORD', value: 'hunter2-of-the-story' }],
  },
};

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste JSON or a CLI call' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a call' });
  await dialog.getByLabel(/^JSON or a CLI call/).fill(text);
  await dialog.getByRole('button', { name: 'Fill the form' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a definition’s life by form: registered, revised, compared, deregistered', async ({ page, client }) => {
  await page.goto('/simulator/definitions/new');
  const form = page.getByRole('form', { name: 'New job definition' });
  await form.getByLabel('Name', { exact: true }).fill('def-form');
  await form.getByLabel('Image').fill('busybox:1');
  await form.getByLabel('Command').fill(`sh -c 'exit 3'`);
  await expect(form.getByRole('list', { name: 'Arguments' }).getByRole('listitem')).toHaveText(['sh', '-c', 'exit 3']);
  await page.getByRole('button', { name: 'Register definition' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'def-form' })).toBeVisible();
  await expect(page.getByText('Revision 1 has run no job yet.')).toBeVisible();

  await submit(client, { name: 'def-form-job', queue: 'main', definition: 'def-form:1' });
  await advanceBy(client, HOUR_MS);
  await expect(page.getByText(/^Revision 1 failed 100\s% of 1\sjob\.$/)).toBeVisible();

  await page.getByRole('link', { name: 'New revision' }).click();
  const revision = page.getByRole('form', { name: 'Revision 2 of def-form' });
  await revision.getByLabel('Memory').fill('4096');
  await revision.getByLabel('Command').fill('true');
  await expect(page.getByRole('region', { name: 'Against def-form:1' }).last()).toContainText('4096');
  await page.getByRole('button', { name: 'Register revision' }).click();
  const revisions = page.getByRole('list', { name: 'Revisions' });
  await expect(revisions.getByRole('listitem').first()).toContainText(/memory 2\s→\s4\sGiB/);
  const diff = page.getByRole('region', { name: 'Revision 1 against 2' });
  await expect(diff).toContainText('4096');
  await expect(page.getByRole('table', { name: 'What changed in practice' })).toContainText('100');

  await page.getByRole('button', { name: 'Acts on def-form' }).click();
  await page.getByRole('menuitem', { name: 'Deregister 2…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Deregister def-form:2?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Deregister def-form:2' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(revisions).toContainText('deregistered');

  await page.goto('/simulator/definitions?q=def-form');
  const row = page.getByRole('row', { name: /def-form/ });
  await expect(row).toContainText('def-form:1');
  await expect(row).toContainText('100');
});

test('a definition by JSON: told what is wrong, its secret never shown again, and asked for', async ({ page }) => {
  await page.goto('/simulator/definitions/new');
  await paste(page, JSON.stringify(JSON_CALL));
  await page.getByRole('button', { name: 'Register definition' }).click();
  await expect(
    page.getByText(/With 1 vCPU Fargate offers 2,048 to 8,192 MiB in steps of 1,024\./).first(),
  ).toBeVisible();
  await expect(page).toHaveURL(/definitions\/new$/);
  await paste(page, JSON.stringify(JSON_CALL).replace('3000', '2048'));
  await page.getByRole('button', { name: 'Register definition' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'def-json' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Revision 1' })).toContainText('masked: its name looks secret');
  expect(await page.content()).not.toContain('hunter2-of-the-story');

  await page.getByRole('link', { name: 'New revision' }).click();
  await page.getByRole('button', { name: 'Register revision' }).click();
  await expect(page.getByText(/masked in the history and is not known here: type it again/).first()).toBeVisible();
  await page.getByLabel('Value of variable 1').fill('typed again');
  await page.getByRole('button', { name: 'Register revision' }).click();
  await expect(page.getByRole('list', { name: 'Revisions' }).getByRole('listitem')).toHaveCount(2);
});

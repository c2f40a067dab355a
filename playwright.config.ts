import { defineConfig, devices } from '@playwright/test';
import { e2eServer } from './e2e/server';
import { findBrowser } from './scripts/browser.mjs';

const server = e2eServer();
const browser = await findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  globalTeardown: './e2e/server-teardown.ts',
  use: {
    baseURL: server.url,
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
    },
  },
  projects: [
    { name: 'terminal', testMatch: '**/*.terminal.ts' },
    {
      name: 'desktop',
      testMatch: '**/*.spec.ts',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
    },
  ],
  webServer: {
    command: 'exec node scripts/start.mjs',
    url: `${server.url}/api/health`,
    env: server.environment,
    timeout: 180_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});

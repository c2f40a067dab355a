import { defineConfig, devices } from '@playwright/test';
import { e2eServer } from './e2e/server';
import { findBrowser } from './scripts/browser.mjs';

const server = e2eServer();
const browser = await findBrowser();
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } };

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  globalTeardown: './e2e/server-teardown.ts',
  use: {
    baseURL: server.url,
    actionTimeout: 15_000,
    // Recording what every page does is a third of the work: `--trace retain-on-failure` asks for it.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
    },
  },
  projects: [
    { name: 'terminal', testMatch: '**/*.terminal.ts' },
    // Each of these has a portal of its own; those on the shared one move its clock, so they go one after another.
    { name: 'alone', testMatch: '**/*.alone.ts', use: desktop },
    { name: 'shared', testMatch: '**/*.spec.ts', workers: 1, use: desktop },
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

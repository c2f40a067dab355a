import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are a step of `npm run check` and `npm test`; a portal's start does not wait for them.
  typescript: { ignoreBuildErrors: true },
};

export default config;

import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The SDK is large and runs as well from node_modules: bundling it doubles the time of a first start.
  serverExternalPackages: ['@aws-sdk/client-batch', '@smithy/core'],
  experimental: {
    // A clone builds once: writing a cache for the next build takes longer than it saves, and nobody reads the maps.
    turbopackFileSystemCacheForBuild: false,
    turbopackSourceMaps: false,
    // The ids of 50,000 jobs, which one bulk operation takes.
    serverActions: { bodySizeLimit: '3mb' },
  },
  // Types are a step of `npm run check` and `npm test`; a portal's start does not wait for them.
  typescript: { ignoreBuildErrors: true },
};

export default config;

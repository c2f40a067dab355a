import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '@/components/data/query-provider';
import { displayAttributes, readDisplay } from '@/components/display/display';
import { HatchDefinition } from '@/components/ui/bars';
import { inter, jetbrainsMono } from './fonts';
import './globals.css';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Batchdeck', template: '%s · Batchdeck' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0b0d10' },
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const display = readDisplay((name) => jar.get(name)?.value);
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} {...displayAttributes(display)}>
      <body className="flex min-h-dvh flex-col">
        <HatchDefinition />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}

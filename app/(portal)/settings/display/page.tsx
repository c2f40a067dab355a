import { cookies } from 'next/headers';
import { readDisplay } from '@/components/display/display';
import { DisplaySettings } from '@/components/display/display-settings';
import { KeySettings } from '@/components/keys/key-settings';
import { PageSentence } from '@/components/shell/page-frame';

export const metadata = { title: 'Display and keys' };

export default async function DisplayPage() {
  const jar = await cookies();
  return (
    <>
      <PageSentence second="They hold in this browser only, whoever is signed in.">
        How the portal looks here, and which keys it takes.
      </PageSentence>
      <div className="flex flex-col gap-3">
        <DisplaySettings display={readDisplay((name) => jar.get(name)?.value)} />
        <KeySettings />
      </div>
    </>
  );
}

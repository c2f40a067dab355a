'use client';

import { ClipboardPaste } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { cliText, jsonText } from '@/lib/forms';
import { Button, IconButton } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { useNarrow } from '../ui/use-narrow';
import { useEdit } from './edit-state';

const CALLS = [
  { value: 'json', label: 'JSON' },
  { value: 'cli', label: 'CLI' },
] as const;

function Plain({ text }: { text: string }) {
  return <pre className="whitespace-pre-wrap break-all px-3.5 py-2 text-12 leading-5 text-tx1">{text}</pre>;
}

const JsonEditor = dynamic(() => import('./json-editor').then((module) => module.JsonEditor), {
  ssr: false,
  loading: () => <Waiting />,
});
const PasteDialog = dynamic(() => import('./paste-dialog').then((module) => module.PasteDialog), { ssr: false });

function Waiting() {
  return <Plain text={useEdit().text} />;
}

/**
 * The call that the form makes: as JSON, editable and one state with the form, or as a command. On a narrow screen it is folded and is
 * read only.
 */
export function CallPanel({ onSend }: { onSend: () => void }) {
  const { text, read, document, operation } = useEdit();
  const [form, setForm] = useState<'json' | 'cli'>('json');
  const [isPasting, setPasting] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const isNarrow = useNarrow();
  const shown = form === 'json' ? text : cliText(operation, document);
  const isFolded = isNarrow && !isOpen;
  return (
    <Panel
      title="The call"
      unit={isNarrow ? undefined : operation}
      flush
      actions={
        <>
          {isNarrow && (
            <Button size="panel" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? 'Fold' : 'Show'}
            </Button>
          )}
          {!isFolded && <SegmentedControl label="Written as" options={CALLS} value={form} onChange={setForm} />}
          <span className="flex items-center">
            <IconButton size="panel" label="Paste JSON or a CLI call" onClick={() => setPasting(true)}>
              <ClipboardPaste size={13} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <CopyButton text={shown} label="Copy the call" />
          </span>
        </>
      }
    >
      {isFolded ? null : form === 'json' && !isNarrow ? (
        <JsonEditor onSend={onSend} />
      ) : (
        <Plain text={form === 'json' && read.ok ? jsonText(read.document) : shown} />
      )}
      {!isFolded && isNarrow && <p className="px-3.5 pb-3 text-12 text-tx3t">Edit it as JSON on a wider screen.</p>}
      {isPasting && <PasteDialog onClose={() => setPasting(false)} />}
    </Panel>
  );
}

'use client';

import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { formatPercent } from '../format/number';
import { Button } from '../ui/button';
import { Banner } from '../ui/verdict';

const FORMATS = [
  { name: 'SWF', ends: '.swf, .swf.gz', what: 'one line a job' },
  { name: 'WfFormat', ends: '.json, .json.gz', what: 'a workflow with its dependencies' },
  { name: 'Alibaba', ends: '.csv, .csv.gz', what: 'a list of pods' },
  { name: 'Batchdeck CSV', ends: '.csv, .csv.gz', what: 'what simulate --jobs writes' },
] as const;

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;

/** A file on its way: its name, and how much of it was sent. */
export interface Sending {
  name: string;
  size: number;
  sent: number;
}

function Formats() {
  return (
    <ul className="grid gap-2 md:grid-cols-4" aria-label="Formats">
      {FORMATS.map((format) => (
        <li key={format.name} className="rounded-control border border-ln2 px-3 py-2">
          <p className="text-13 font-semibold text-tx0">{format.name}</p>
          <code className="block text-11 text-tx2">{format.ends}</code>
          <p className="text-12 text-tx2">{format.what}</p>
        </li>
      ))}
    </ul>
  );
}

function SendingRow({ sending, onStop }: { sending: Sending; onStop: () => void }) {
  return (
    <>
      <p className="max-w-full truncate font-mono text-12 text-tx0">{sending.name}</p>
      <progress
        className="h-2 w-full max-w-96 accent-tx1"
        max={Math.max(1, sending.size)}
        value={sending.sent}
        aria-label={`Sending ${sending.name}`}
      />
      <p className="num text-12 text-tx2" role="status">
        {sending.sent >= sending.size
          ? 'Sent; it is being read…'
          : `${megabytes(sending.sent)} of ${megabytes(sending.size)}, ${formatPercent(sending.sent, sending.size)}`}
      </p>
      <Button size="panel" onClick={onStop}>
        Stop
      </Button>
    </>
  );
}

/** Where a file is dropped or chosen, and how far it has come; the server says what it is. */
export function FileDrop({
  sending,
  problem,
  onFile,
  onStop,
}: {
  sending: Sending | null;
  problem: string | null;
  onFile: (file: File) => void;
  onStop: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <Formats />
      {problem !== null && <Banner tone="bad">{problem}</Banner>}
      <section
        aria-label="Workload file"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined && sending === null) onFile(file);
        }}
        className={`flex min-h-36 flex-col items-center justify-center gap-3 rounded-control border border-dashed px-4 py-6 text-center ${isOver ? 'border-ac bg-acs' : 'border-edge'}`}
      >
        {sending === null ? (
          <>
            <FileUp size={20} strokeWidth={1.75} className="text-tx2" aria-hidden />
            <p className="text-13 text-tx1">Drop a file here, at most 64 MB as it is sent. Its format is recognised.</p>
            <Button variant="primary" size="form" onClick={() => input.current?.click()}>
              Choose a file
            </Button>
          </>
        ) : (
          <SendingRow sending={sending} onStop={onStop} />
        )}
        <input
          ref={input}
          type="file"
          aria-label="Workload file to send"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) onFile(file);
          }}
        />
      </section>
    </div>
  );
}

'use client';

import { type FormEvent, useState } from 'react';
import { useConnection } from '../data/connection';
import { useClock } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatMoment, parseMoment } from '../format/time';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';

const JUMPS = [
  { label: '10 min', text: '+10 min' },
  { label: '1 h', text: '+1 h' },
  { label: '6 h', text: '+6 h' },
  { label: '1 d', text: '+1 d' },
] as const;

/** What a text means as a moment ahead of the clock, and what is wrong with it. */
function readMoment(text: string, now: number, startAt: number) {
  const to = parseMoment(text, now, startAt);
  const frame = { kind: 'simulated', startAt } as const;
  if (to === null)
    return { to, fault: 'Write a moment as Day 3, 04:10, as 04:10, or as +2 h.', note: 'Day 3, 04:10 or +2 h' };
  if (to <= now) {
    return {
      to,
      fault: `The clock is at ${formatMoment(now, frame)} already and cannot go back.`,
      note: 'That has passed.',
    };
  }
  return { to, fault: undefined, note: `${formatMoment(to, frame)}, ${formatDuration(to - now)} ahead` };
}

/** Asks for a moment and runs the simulated clock there. */
export function StepToDialog({
  open,
  onOpenChange,
  onGo,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onGo: (to: number) => Promise<boolean>;
}) {
  const { startAt } = useConnection();
  const clock = useClock();
  const [text, setText] = useState('+1 h');
  const [tried, setTried] = useState(false);
  if (clock === null || startAt === null) return null;
  const { to, fault, note } = readMoment(text, clock.now, startAt);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault !== undefined || to === null) return;
    onOpenChange(false);
    setTried(false);
    void onGo(to);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Step to a moment" width="narrow">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label="Moment"
          hint="UTC"
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={tried ? fault : undefined}
          note={note}
          autoComplete="off"
          autoFocus
        />
        <div className="flex flex-wrap gap-2">
          {JUMPS.map((jump) => (
            <Button
              key={jump.text}
              size="panel"
              aria-label={`Ahead by ${jump.label}`}
              onClick={() => setText(jump.text)}
            >
              +{jump.label}
            </Button>
          ))}
        </div>
        <p className="text-12 text-tx2">
          The clock runs flat out to that moment, waits until history has recorded it, and then goes on as it is now:{' '}
          {clock.paused ? 'paused' : 'running'}.
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary">
            Step there
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

'use client';

import { FlaskConical, Pause, Play, SkipForward, StepForward } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { SimulatedClock } from '@/lib/driver';
import { useMay } from '../access/access';
import { Permitted } from '../access/permitted';
import type { DirectBulk } from '../bulk/bulk-queries';
import { useClock, useLive, useTimeFrame } from '../data/live';
import { formatMoment, isoOf } from '../format/time';
import { buttonClass, squareButtonClass } from '../ui/button';
import { classNames } from '../ui/class-names';
import { SegmentedControl } from '../ui/segmented-control';
import { BacklogStrip } from './backlog-strip';
import { BulkRow, useRunningBulk } from './bulk-row';
import { PollingLag, PollingTrouble } from './polling-state';
import { HistoryState, LiveBadge, LostStream } from './stream-state';
import { type DeckControls, useCanStep } from './use-deck-controls';

const StepToDialog = dynamic(() => import('./step-to').then((loaded) => loaded.StepToDialog), { ssr: false });

const SPEEDS = [
  { value: '1', label: '1×' },
  { value: '60', label: '60×' },
  { value: '600', label: '600×' },
  { value: 'max', label: 'Max', hint: 'As fast as history can record' },
] as const;

/** The clock is every queue’s. */
const CLOCK = { whole: true };
const OFF = 'disabled:bg-transparent aria-disabled:bg-transparent';

type SpeedChoice = (typeof SPEEDS)[number]['value'];

function speedChoice(speed: number | 'max'): SpeedChoice | null {
  return SPEEDS.find(({ value }) => value === String(speed))?.value ?? null;
}

function ClockFace({ at, className }: { at: number | null; className?: string }) {
  const frame = useTimeFrame();
  const zone = frame.kind === 'simulated' ? 'UTC' : frame.zone;
  return (
    <span className={classNames('flex items-baseline gap-2', className)}>
      {at === null ? (
        <span className="font-mono text-13 text-tx2">–</span>
      ) : (
        <time dateTime={isoOf(at)} title={isoOf(at)} className="num font-mono text-13 font-semibold text-tx0">
          {formatMoment(at, frame)}
        </time>
      )}
      <span className="text-12 text-tx2">{zone}</span>
    </span>
  );
}

function PauseButton({
  clock,
  controls,
  disabled,
}: {
  clock: SimulatedClock;
  controls: DeckControls;
  disabled: boolean;
}) {
  const Icon = clock.paused ? Play : Pause;
  const label = clock.paused ? 'Run' : 'Pause';
  return (
    <Permitted permission="simulator.control" where={CLOCK}>
      <button
        type="button"
        aria-label={label}
        title={`${label} (Space)`}
        disabled={disabled}
        onClick={controls.toggle}
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-control bg-ac text-onpri transition-opacity duration-120 hover:opacity-90 disabled:cursor-not-allowed disabled:bg-bg3 disabled:text-tx3t aria-disabled:cursor-not-allowed aria-disabled:bg-bg3 aria-disabled:text-tx3t max-md:size-11"
      >
        <Icon size={15} strokeWidth={2} aria-hidden />
      </button>
    </Permitted>
  );
}

function StepButton({
  clock,
  controls,
  disabled,
}: {
  clock: SimulatedClock;
  controls: DeckControls;
  disabled: boolean;
}) {
  const canStep = useCanStep();
  return (
    <Permitted permission="simulator.control" where={CLOCK}>
      <button
        type="button"
        aria-label="Step to the next event"
        title={clock.paused ? 'Step to the next event (,)' : 'Pause first, then step from event to event'}
        disabled={disabled || !canStep || controls.busy}
        onClick={controls.step}
        className={squareButtonClass('quiet', 'page', `${OFF} max-md:hidden`)}
      >
        <StepForward size={15} strokeWidth={1.75} aria-hidden />
      </button>
    </Permitted>
  );
}

/** Seed and epoch; they make room for an operation that runs. */
function RunOf({ clock }: { clock: SimulatedClock }) {
  const isBulk = useRunningBulk().length > 0;
  return (
    <span className={classNames('num text-12 text-tx2 max-lg:hidden', isBulk && 'max-[1800px]:hidden')}>
      seed <span className="font-mono text-tx1">{clock.seed}</span> epoch{' '}
      <span className="font-mono text-tx1">{clock.epoch}</span>
    </span>
  );
}

function SimulatedDeck({
  clock,
  controls,
  directBulk,
}: {
  clock: SimulatedClock;
  controls: DeckControls;
  directBulk: DirectBulk;
}) {
  const may = useMay('simulator.control', CLOCK);
  const [stepOpen, setStepOpen] = useState(false);
  const lost = useLive((state) => state.stream.kind === 'lost' || state.stream.kind === 'ended');
  const advancing = clock.advancingTo;
  const off = !may.allowed || lost;
  return (
    <>
      <div className="flex h-13 items-center gap-4 px-5 max-md:h-12 max-md:gap-3 max-md:px-4">
        {lost ? (
          <LostStream />
        ) : (
          <span className="inline-flex items-center gap-2 text-12 font-semibold text-acx max-lg:sr-only">
            <FlaskConical size={15} strokeWidth={1.75} aria-hidden />
            Simulator
          </span>
        )}
        <span className="flex items-center gap-1.5">
          <PauseButton clock={clock} controls={controls} disabled={lost} />
          <StepButton clock={clock} controls={controls} disabled={lost} />
        </span>
        <span className="max-md:hidden" title={may.why ?? undefined}>
          <SegmentedControl
            label="Speed"
            ground="deck"
            options={SPEEDS}
            value={speedChoice(clock.speed)}
            disabled={off}
            onChange={(value) => controls.setSpeed(value === 'max' ? 'max' : Number(value))}
          />
        </span>
        <ClockFace at={clock.now} />
        <span className="num text-12 text-tx2 md:hidden">
          {clock.paused ? 'paused' : clock.speed === 'max' ? 'Max' : `${clock.speed}×`}
        </span>
        <span className="hidden xl:block min-[1280px]:block">
          <BacklogStrip />
        </span>
        <Permitted permission="simulator.control" where={CLOCK}>
          <button
            type="button"
            disabled={off || advancing !== undefined}
            onClick={() => setStepOpen(true)}
            className={buttonClass('quiet', 'page', `text-tx1 ${OFF} max-md:hidden`)}
          >
            <SkipForward size={14} strokeWidth={1.75} aria-hidden />
            {advancing === undefined ? 'Step to…' : 'Stepping…'}
          </button>
        </Permitted>
        <span className="ml-auto flex min-w-0 items-center gap-4 overflow-hidden whitespace-nowrap">
          <HistoryState />
          <BulkRow action={directBulk} />
          <RunOf clock={clock} />
        </span>
      </div>
      {stepOpen && <StepToDialog open onOpenChange={setStepOpen} onGo={controls.advanceTo} />}
    </>
  );
}

function LiveDeck({ directBulk }: { directBulk: DirectBulk }) {
  return (
    <div className="flex h-11 items-center gap-4 px-5 max-md:px-4">
      <LiveBadge />
      <PollingLag />
      <span className="hidden lg:block">
        <BacklogStrip />
      </span>
      <span className="ml-auto flex min-w-0 items-center gap-4 overflow-hidden whitespace-nowrap">
        <PollingTrouble />
        <BulkRow action={directBulk} />
      </span>
    </div>
  );
}

/** The one clock of the portal: the connection's time, and on a simulated one what moves it. */
export function Deck({ controls, directBulk }: { controls: DeckControls; directBulk: DirectBulk }) {
  const clock = useClock();
  return (
    <section
      id="deck"
      aria-label="Time"
      tabIndex={-1}
      className={classNames('border-t outline-none', clock === null ? 'border-ln bg-bg1' : 'border-ac bg-acs')}
    >
      {clock === null ? (
        <LiveDeck directBulk={directBulk} />
      ) : (
        <SimulatedDeck clock={clock} controls={controls} directBulk={directBulk} />
      )}
    </section>
  );
}

import type { EpochState } from './epoch-state';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const NANO = 1_000_000_000;

/** Prices of what is up now, as USD per hour. */
export function sampleHourly(state: EpochState, at: number): void {
  const { paid, onDemand } = state.ledger.perHour();
  state.sampler.set('cost', '', 'paid-per-hour', at, paid / NANO);
  state.sampler.set('cost', '', 'on-demand-per-hour', at, onDemand / NANO);
}

function sampleSpot(state: EpochState, at: number): void {
  const { savedNanoUsd, lostNanoUsd } = state.ledger.spot(at);
  state.sampler.set('spot', '', 'saved', at, Number(savedNanoUsd) / NANO);
  state.sampler.set('spot', '', 'lost', at, Number(lostNanoUsd) / NANO);
}

/** Where nothing runs on Spot any more the next point of the grid may be far: its line ends here. */
export function sampleSpotAtRest(state: EpochState, at: number): void {
  if (!state.ledger.spotMoves()) sampleSpot(state, at);
}

/**
 * Lets time come to `to`: Spot is sampled each full minute while it moves, and a minute after each full hour, when the
 * hour's charges have settled. So samples depend on the moments of changes only, not on how they came in batches.
 */
export function passTime(state: EpochState, to: number): void {
  if (state.gridAt === 0) state.gridAt = Math.floor(to / MINUTE) * MINUTE;
  for (;;) {
    const next = state.gridAt + MINUTE;
    if (next > to) break;
    const hourly = Math.ceil((next - MINUTE) / HOUR) * HOUR + MINUTE;
    const at = state.ledger.spotMoves() ? next : Math.min(hourly, Math.floor(to / MINUTE) * MINUTE);
    state.gridAt = at;
    if (at !== hourly && !state.ledger.spotMoves()) continue;
    state.ledger.advance(at);
    sampleSpot(state, at);
  }
  state.ledger.advance(to);
}

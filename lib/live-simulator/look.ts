import type { Sights } from '@/lib/simulator';
import type { Answer, Control, Look, Seen } from './messages';

/** The machine's sights from the other side of its thread. */
export type AsyncSights = { [K in keyof Sights]: (...ask: Parameters<Sights[K]>) => Promise<ReturnType<Sights[K]>> };

/** Answers a question out of the machine's sights. */
export function seenBy(sights: Sights, look: Look): Seen {
  switch (look.at) {
    case 'instances':
      return { at: look.at, seen: sights.instances(...look.ask) };
    case 'tasks':
      return { at: look.at, seen: sights.tasks(...look.ask) };
    case 'logStreams':
      return { at: look.at, seen: sights.logStreams(...look.ask) };
    case 'spotPrices':
      return { at: look.at, seen: sights.spotPrices(...look.ask) };
  }
}

/** Sights whose questions go as control messages. */
export function sightsThrough(send: (control: Control) => Promise<Answer>): AsyncSights {
  const ask = async (look: Look): Promise<Seen> => {
    const answer = await send({ kind: 'look', look });
    if (answer.kind !== 'seen') throw new Error(`The simulator answered '${answer.kind}' to a look.`);
    return answer.seen;
  };
  const wrong = (at: string): Error => new Error(`The simulator answered for '${at}' to another look.`);
  return {
    async instances(...args) {
      const found = await ask({ at: 'instances', ask: args });
      if (found.at !== 'instances') throw wrong(found.at);
      return found.seen;
    },
    async tasks(...args) {
      const found = await ask({ at: 'tasks', ask: args });
      if (found.at !== 'tasks') throw wrong(found.at);
      return found.seen;
    },
    async logStreams(...args) {
      const found = await ask({ at: 'logStreams', ask: args });
      if (found.at !== 'logStreams') throw wrong(found.at);
      return found.seen;
    },
    async spotPrices(...args) {
      const found = await ask({ at: 'spotPrices', ask: args });
      if (found.at !== 'spotPrices') throw wrong(found.at);
      return found.seen;
    },
  };
}

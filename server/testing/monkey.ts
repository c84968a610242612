import { seededRandom } from '#shared/random.ts';
import type { TestSession } from './testSession.ts';

/** A fault as `putFault` takes it. */
export type MonkeyFault = { kind: string; target: object } & Record<string, unknown>;

export interface MonkeyOptions {
  seed: number;
  /** By id. */
  faults: Readonly<Record<string, MonkeyFault>>;
}

/** Puts faults on and mends them, in an order that its seed decides. It acts when it is told to: the traffic sets the pace. */
export class Monkey {
  readonly #session: TestSession;
  readonly #faults: Readonly<Record<string, MonkeyFault>>;
  readonly #dice: () => number;
  readonly #on = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  /** What it did, in order: `+ slow`, `- slow`. */
  readonly acts: string[] = [];

  constructor(session: TestSession, { seed, faults }: MonkeyOptions) {
    this.#session = session;
    this.#faults = faults;
    this.#dice = seededRandom(seed);
  }

  /** Puts one fault on, or mends one that is on; resolves when that is live. One act at a time, however often it is called. */
  act(): Promise<void> {
    const done = this.#last.then(() => this.#act());
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #act(): Promise<void> {
    const ids = Object.keys(this.#faults);
    const id = ids[Math.floor(this.#dice() * ids.length)] ?? '';
    const seed = Math.floor(this.#dice() * 1e9);
    if (this.#on.delete(id)) {
      this.acts.push(`- ${id}`);
      // It may have ended by its count.
      await this.#session.rest.delete(this.#session.path(`/faults/${id}`));
      return;
    }
    this.#on.add(id);
    this.acts.push(`+ ${id}`);
    await this.#session.putFault(id, { seed, ...this.#faults[id] });
  }
}

export interface TrafficOptions {
  requests: number;
  /** How many are under way at once. */
  atOnce: number;
  /** It acts before the first request and after every so many. */
  monkey: Monkey;
  actsEvery: number;
}

/** Sends so many requests, in order, while the monkey acts. Gives what `send` gave, by number. */
export async function trafficUnder<T>(
  { requests, atOnce, monkey, actsEvery }: TrafficOptions,
  send: (number: number) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let number = next++; number < requests; number = next++) {
      if (number % actsEvery === 0) await monkey.act();
      answers[number] = await send(number);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return answers;
}

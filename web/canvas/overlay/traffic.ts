import type { HopEvent } from '#shared/trace.ts';
import { drivesLine, hearsLine, wireLine } from '../geometry/connections.ts';
import type { BrokerOf } from './brokerOf.ts';
import { DotSampler } from './dotSampler.ts';
import { readablePerSecond, StreamCounter } from './streamCounter.ts';

const calmEveryUs = 100_000;

/** How much goes over each line, and which of it is shown: all of it, or as many whole traces as one can read on the busiest one. */
export class Traffic {
  readonly streams = new StreamCounter();
  /** Of all traces the page is told one in so many. */
  linkOneIn = 1;
  readonly #sampler = new DotSampler();
  readonly #brokerOf: BrokerOf;
  #calmedUs = 0;

  constructor(brokerOf: BrokerOf) {
    this.#brokerOf = brokerOf;
  }

  /** Of all traces one in so many is shown, and all that fail. */
  get oneIn(): number {
    return this.#sampler.oneIn;
  }

  /** What is shown because of this event. */
  choose(event: HopEvent): readonly HopEvent[] {
    const line = this.#lineBegunBy(event);
    if (line !== undefined) {
      this.streams.count(line, event.atUs);
      const perSecond = this.streams.perSecond(line, event.atUs);
      if (perSecond > readablePerSecond) this.#sampler.showLess(perSecond, this.linkOneIn);
    }
    if (event.atUs - this.#calmedUs > calmEveryUs) this.calm(event.atUs);
    return this.#sampler.choose(event);
  }

  /** A stream that has become less is no reason any more to leave as much out. */
  calm(atUs: number): void {
    this.#calmedUs = atUs;
    this.#sampler.showMore(this.streams.most(atUs), this.linkOneIn);
  }

  clear(): void {
    this.#sampler.clear();
  }

  #lineBegunBy({ type, wire, driver, service, listener = '' }: HopEvent): string | undefined {
    if (type === 'sent') return lineOf({ wire, driver });
    if (type !== 'received' || service === undefined) return undefined;
    const broker = this.#brokerOf(service, listener);
    return broker === undefined ? undefined : hearsLine(broker, service);
  }
}

/** The line that a message takes from whoever sends it. */
export function lineOf({ wire, driver }: Pick<HopEvent, 'wire' | 'driver'>): string | undefined {
  if (wire !== undefined) return wireLine(wire);
  return driver === undefined ? undefined : drivesLine(driver);
}

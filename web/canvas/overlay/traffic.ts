import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { drivesLine, hearsLine, outsideLine, wireLine } from '../geometry/connections.ts';
import type { BrokerOf } from './brokerOf.ts';
import { DotSampler } from './dotSampler.ts';
import { KnownHops } from './knownHops.ts';
import { readablePerSecond, StreamCounter } from './streamCounter.ts';

const calmEveryUs = 100_000;

/** How much goes over each line, and which of it is shown: all of it, or as many whole traces as one can read on the busiest one. */
export class Traffic {
  readonly streams = new StreamCounter();
  /** Of all traces the page is told one in so many. */
  linkOneIn = 1;
  readonly #sampler = new DotSampler();
  readonly #onTheWay = new KnownHops();
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
    this.#note(event);
    const line = this.#lineBegunBy(event);
    if (line !== undefined) {
      this.streams.count(line, event.atUs);
      const perSecond = this.streams.perSecond(line, event.atUs);
      if (perSecond > readablePerSecond) this.#sampler.showLess(perSecond, this.linkOneIn);
    }
    if (event.atUs - this.#calmedUs > calmEveryUs) this.calm(event.atUs);
    return this.#sampler.choose(event);
  }

  /** Nothing of these is shown; what is under way is still known to have been sent when it arrives. */
  pass(events: readonly TraceEvent[]): void {
    for (const event of events) if (isHopEvent(event)) this.#note(event);
  }

  /** Of a message that arrived straight at a service: nothing that is drawn has sent it. */
  isFromOutside(hopId: string): boolean {
    return !this.#onTheWay.has(hopId);
  }

  /** A stream that has become less is no reason any more to leave as much out. */
  calm(atUs: number): void {
    this.#calmedUs = atUs;
    this.#sampler.showMore(this.streams.most(atUs), this.linkOneIn);
  }

  clear(): void {
    this.#sampler.clear();
  }

  #note(event: HopEvent): void {
    const { type, hopId } = event;
    if ((type === 'called' || type === 'sent') && lineOf(event) !== undefined) this.#onTheWay.add(hopId);
  }

  #lineBegunBy({ type, hopId, wire, driver, service, listener = '' }: HopEvent): string | undefined {
    if (type === 'sent') return lineOf({ wire, driver });
    if (type !== 'received' || service === undefined) return undefined;
    const broker = this.#brokerOf(service, listener);
    if (broker !== undefined) return hearsLine(broker, service);
    return this.isFromOutside(hopId) ? outsideLine(service) : undefined;
  }
}

/** The line that a message takes from whoever sends it. */
export function lineOf({ wire, driver }: Pick<HopEvent, 'wire' | 'driver'>): string | undefined {
  if (wire !== undefined) return wireLine(wire);
  return driver === undefined ? undefined : drivesLine(driver);
}

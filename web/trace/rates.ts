import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';

/** Rates, p95 and error share over the last seconds, per service, handler and wire. Keys: `service:orders`, `handler:orders.create`, `wire:orders`. */
export interface Rates {
  perSecond: number;
  /** Milliseconds from receiving to the last reply; undefined when nothing was answered. */
  p95Ms: number | undefined;
  /** 0 to 1. */
  errorShare: number;
}

const windowUs = 10_000_000;
const maxSamples = 4000;

interface Sample {
  atUs: number;
  ms: number | undefined;
  failed: boolean;
}

/** Counts as events come; asks are cheap and may be made for every frame of the screen. */
export class RateMeter {
  readonly #samples = new Map<string, Sample[]>();
  /** When a message came in, by hop and replica. */
  readonly #received = new Map<string, number>();

  add(events: readonly TraceEvent[]): void {
    for (const event of events) if (isHopEvent(event)) this.#addOne(event);
    if (this.#received.size > 2 * maxSamples) this.#forgetOldest();
  }

  read(key: string, nowUs: number): Rates {
    const samples = (this.#samples.get(key) ?? []).filter(({ atUs }) => atUs > nowUs - windowUs);
    this.#samples.set(key, samples);
    if (samples.length === 0) return { perSecond: 0, p95Ms: undefined, errorShare: 0 };
    const durations = samples.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b);
    return {
      perSecond: samples.length / (windowUs / 1e6),
      p95Ms: durations[Math.max(0, Math.ceil(durations.length * 0.95) - 1)],
      errorShare: samples.filter(({ failed }) => failed).length / samples.length,
    };
  }

  clear(): void {
    this.#samples.clear();
    this.#received.clear();
  }

  #addOne(event: HopEvent): void {
    const { type, service, handler, replica, hopId, atUs, wire } = event;
    const arrival = `${hopId} ${service} ${replica}`;
    if (type === 'received') {
      this.#received.set(arrival, atUs);
      if (event.kind === 'event' && service !== undefined)
        this.#sample([`service:${service}`], { atUs, ms: undefined, failed: false });
    }
    if (type === 'replied' && event.last !== false && service !== undefined) {
      const began = this.#received.get(arrival);
      this.#received.delete(arrival);
      const failed = event.error !== undefined || (event.status ?? 0) >= 400;
      const keys = [`service:${service}`, ...(handler === undefined ? [] : [`handler:${service}.${handler}`])];
      this.#sample(keys, { atUs, ms: began === undefined ? undefined : (atUs - began) / 1000, failed });
    }
    // A call counts once, however many attempts it took.
    const isCall = wire !== undefined && event.attempt === undefined;
    if (isCall && (type === 'completed' || type === 'failed')) {
      this.#sample([`wire:${wire}`], { atUs, ms: undefined, failed: type === 'failed' });
    }
  }

  #sample(keys: readonly string[], sample: Sample): void {
    for (const key of keys) {
      const samples = this.#samples.get(key) ?? [];
      samples.push(sample);
      if (samples.length > maxSamples) samples.splice(0, maxSamples / 2);
      this.#samples.set(key, samples);
    }
  }

  #forgetOldest(): void {
    const old = [...this.#received.keys()].slice(0, maxSamples);
    for (const key of old) this.#received.delete(key);
  }
}

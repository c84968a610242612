import { isHopEvent, type EventPlace, type TraceEvent } from '#shared/trace.ts';

interface PendingCall extends Pick<EventPlace, 'service' | 'replica'> {
  wire: string;
  sinceUs: number;
  timeoutMs: number | undefined;
}

export interface PendingOnWire {
  wire: string;
  count: number;
  /** 0 to 1 of the oldest call's patience; without a timeout it comes round every ten seconds. */
  share: number;
}

/** Shorter calls would only flicker. */
const shownAfterMs = 200;
const roundMs = 10_000;

/** The requests that have no answer yet, wire by wire. */
export class PendingCalls {
  readonly #calls = new Map<string, PendingCall>();

  take(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (!isHopEvent(event)) {
        if (event.type === 'serviceChanged' && event.state === 'down') this.#callerDied(event);
        continue;
      }
      // Of a call whose attempts are hops of their own, those are what waits.
      const isWaiting = event.type === 'called' && event.kind === 'request' && event.attempts === undefined;
      if (isWaiting && event.wire !== undefined) {
        const { wire, atUs: sinceUs, timeoutMs, service, replica } = event;
        this.#calls.set(event.hopId, { wire, sinceUs, timeoutMs, service, replica });
      }
      if (event.type === 'completed' || event.type === 'failed' || event.type === 'cancelled')
        this.#calls.delete(event.hopId);
    }
  }

  /** Whoever is down waits for nothing any more, and says nothing more of its calls. */
  #callerDied({ service, replica }: EventPlace): void {
    for (const [hopId, call] of this.#calls) {
      if (call.service === service && (replica === undefined || call.replica === replica)) this.#calls.delete(hopId);
    }
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  onWires(nowUs: number): PendingOnWire[] {
    const wires = new Map<string, PendingOnWire>();
    for (const { wire, sinceUs, timeoutMs } of this.#calls.values()) {
      const waitedMs = (nowUs - sinceUs) / 1000;
      if (waitedMs < shownAfterMs) continue;
      const share = timeoutMs === undefined ? (waitedMs % roundMs) / roundMs : Math.min(1, waitedMs / timeoutMs);
      const known = wires.get(wire);
      wires.set(wire, { wire, count: (known?.count ?? 0) + 1, share: Math.max(share, known?.share ?? 0) });
    }
    return [...wires.values()];
  }

  clear(): void {
    this.#calls.clear();
  }
}

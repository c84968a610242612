import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';

/** What one replica of a service has been given since the page watches. */
export interface Deliveries {
  received: number;
  /** Of these: messages that this service had been given before, at this replica or another one. */
  duplicates: number;
  /** Of these: requests whose replica went down before it had replied. */
  lost: number;
}

/** Messages that nobody received, on one wire. */
export interface Losses {
  count: number;
  /** As the last of them was told: `0 subscribers`. */
  reason: string;
}

/** What is remembered to tell duplicates; older messages count as new again. */
const maxMessages = 20_000;

/** Counts who received what, as events come. */
export class DeliveryCounter {
  readonly #replicas = new Map<string, Deliveries>();
  readonly #losses = new Map<string, Losses>();
  /** `hop service`, of what has been received. */
  readonly #seen = new Set<string>();
  /** Requests that a replica works on: `hop service replica`. */
  readonly #open = new Map<string, string>();
  #lastSeq = 0;

  /** Those that came before are not counted again. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.seq <= this.#lastSeq) continue;
      this.#lastSeq = event.seq;
      if (isHopEvent(event)) this.#addHop(event);
      else if (event.type === 'serviceChanged' && event.state === 'down') this.#wentDown(event);
    }
  }

  /** The same object as before when nothing has come. */
  ofReplica(service: string, replica: number): Deliveries {
    return this.#replicas.get(`${service} ${replica}`) ?? nothing;
  }

  /** The same number for all replicas together. */
  duplicatesOf(service: string): number {
    let sum = 0;
    for (const [key, { duplicates }] of this.#replicas) if (key.startsWith(`${service} `)) sum += duplicates;
    return sum;
  }

  onWire(wire: string): Losses | undefined {
    return this.#losses.get(wire);
  }

  clear(): void {
    this.#replicas.clear();
    this.#losses.clear();
    this.#seen.clear();
    this.#open.clear();
    this.#lastSeq = 0;
  }

  #addHop(event: HopEvent): void {
    const { type, hopId, service, replica = 0, wire, note, kind } = event;
    if (type === 'lost' && wire !== undefined) {
      const { count = 0, reason = '' } = this.#losses.get(wire) ?? {};
      this.#losses.set(wire, { count: count + 1, reason: note ?? reason });
    }
    if (service === undefined) return;
    const at = `${service} ${replica}`;
    if (type === 'received') {
      const isDuplicate = this.#seen.has(`${hopId} ${service}`);
      this.#seen.add(`${hopId} ${service}`);
      this.#count(at, { received: 1, duplicates: isDuplicate ? 1 : 0, lost: 0 });
      if (kind === 'request') this.#open.set(`${hopId} ${at}`, at);
      forgetOldest(this.#seen);
    }
    if (type === 'replied' && event.last !== false) this.#open.delete(`${hopId} ${at}`);
  }

  /** What it was working on is not answered any more. */
  #wentDown({ service, replica }: { service?: string | undefined; replica?: number | undefined }): void {
    for (const [message, at] of this.#open) {
      if (replica === undefined ? !at.startsWith(`${service} `) : at !== `${service} ${replica}`) continue;
      this.#open.delete(message);
      this.#count(at, { received: 0, duplicates: 0, lost: 1 });
    }
  }

  #count(at: string, more: Deliveries): void {
    const before = this.#replicas.get(at) ?? nothing;
    this.#replicas.set(at, {
      received: before.received + more.received,
      duplicates: before.duplicates + more.duplicates,
      lost: before.lost + more.lost,
    });
  }
}

const nothing: Deliveries = { received: 0, duplicates: 0, lost: 0 };

function forgetOldest(seen: Set<string>): void {
  if (seen.size <= maxMessages) return;
  for (const message of [...seen].slice(0, maxMessages / 2)) seen.delete(message);
}

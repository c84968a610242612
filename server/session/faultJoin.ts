import type { HopEvent, UnnumberedEvent } from '#shared/trace.ts';

/**
 * Which faults acted on a hop is known to the process in which they did. Inside one process both halves of a hop find it in
 * a ledger (server/runner/trace/hopLedger.ts); where they live in two, the same rules are followed here, on the events in
 * the order in which they happened: what acted on a hop is said by all its later events, by those of the hops that it
 * causes, and, when it fails, by those of the hop that caused it.
 */

/** A hop with faults that is older than so many others is over. */
const remembered = 10_000;

export class FaultJoin {
  readonly #faults = new Map<string, string[]>();

  /** Adds to the event what is known of its hop; call it for each event once, in order. */
  complete(event: UnnumberedEvent): void {
    if (!('hopId' in event)) return;
    const { hopId, parentId, type, faults = none } = event;
    const inherited = type === 'called' && parentId !== undefined ? (this.#faults.get(parentId) ?? none) : none;
    const known = this.#add(hopId, [...faults, ...inherited]);
    if (known.length === 0) return;
    event.faults = known;
    if (parentId !== undefined && passesUp(event)) this.#add(parentId, known);
  }

  #add(hop: string, faults: readonly string[]): string[] {
    const known = this.#faults.get(hop) ?? [];
    if (faults.every((fault) => known.includes(fault))) return known;
    // Events hold the old list.
    const all = [...new Set([...known, ...faults])];
    this.#faults.delete(hop);
    this.#faults.set(hop, all);
    if (this.#faults.size > remembered) {
      const [oldest] = this.#faults.keys();
      if (oldest !== undefined) this.#faults.delete(oldest);
    }
    return all;
  }
}

/** What went wrong below goes wrong above; what acted on an attempt acted on its call, however it ended. */
const passesUp = ({ type, attempt }: HopEvent | Omit<HopEvent, 'seq'>): boolean =>
  type === 'failed' || (attempt !== undefined && (type === 'answered' || type === 'completed'));

const none: readonly string[] = [];

import type { HeldCaller, HeldMessage } from '#shared/held.ts';
import type { TraceEvent, UnnumberedEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';

interface Call {
  /** As an event's `atUs`. */
  givesUpAtUs?: number | undefined;
  caller?: HeldCaller | undefined;
}

/**
 * What callers do whose message is held in another process than theirs: the one that holds it only knows that somebody
 * waits. The trace knows more.
 */
export class HeldCallers {
  readonly #eventsOf: (traceId: string) => readonly TraceEvent[];
  /** By hop. */
  readonly #calls = new Map<string, Call>();

  constructor(eventsOf: (traceId: string) => readonly TraceEvent[]) {
    this.#eventsOf = eventsOf;
  }

  /** These are held now. */
  keep(held: readonly HeldMessage[]): void {
    const hops = new Set(held.filter(isUnsure).map(({ hopId }) => hopId));
    for (const hop of this.#calls.keys()) if (!hops.has(hop)) this.#calls.delete(hop);
    for (const message of held) {
      if (!isUnsure(message) || this.#calls.get(message.hopId)?.givesUpAtUs !== undefined) continue;
      const call = this.#calls.get(message.hopId) ?? {};
      this.#calls.set(message.hopId, call);
      for (const event of this.#eventsOf(message.traceId)) learn(call, event, message.hopId);
    }
  }

  /** Whether something has come of a call that matters here. */
  take(events: readonly UnnumberedEvent[]): boolean {
    if (this.#calls.size === 0) return false;
    return (
      events.filter((event) => {
        const hopId = 'hopId' in event ? event.hopId : undefined;
        const call = hopId === undefined ? undefined : this.#calls.get(hopId);
        return call !== undefined && hopId !== undefined && learn(call, event, hopId);
      }).length > 0
    );
  }

  /** The message, with what is known of its caller. */
  complete(message: HeldMessage): HeldMessage {
    const call = this.#calls.get(message.hopId);
    if (call === undefined || !isUnsure(message)) return message;
    const { caller = message.caller, givesUpAtUs } = call;
    if (caller !== 'waits' || givesUpAtUs === undefined) return { ...message, caller };
    return { ...message, leftMs: Math.max(0, Math.round((givesUpAtUs - nowUs()) / 1000)) };
  }
}

const isUnsure = ({ wire, caller, leftMs }: HeldMessage): boolean =>
  wire === undefined && caller === 'waits' && leftMs === undefined;

/** Whether the event says something of the call. */
function learn(call: Call, event: UnnumberedEvent, hopId: string): boolean {
  if (!('hopId' in event) || event.hopId !== hopId) return false;
  if (event.type === 'called') {
    if (event.timeoutMs !== undefined) call.givesUpAtUs = event.atUs + event.timeoutMs * 1000;
    return true;
  }
  if (event.type === 'completed') call.caller = 'answered';
  else if (event.type === 'failed' || event.type === 'cancelled') call.caller = 'gaveUp';
  else return false;
  return true;
}

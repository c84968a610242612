import type { Policies } from '#shared/policies/policies.ts';
import { isHopEvent, type BreakerView, type ChangeEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';

/**
 * What the policies of a wire are doing now, out of the events alone. Each replica of the caller has policies of its own; what is
 * shown is the one that is worst off.
 */
export interface WireState {
  breaker:
    { state: BreakerView['state']; failures: number; limit: number; halfOpensInMs: number | undefined } | undefined;
  /** The call that has come furthest; `inMs` while it waits for that attempt. */
  retry: { attempt: number; attempts: number; inMs: number | undefined } | undefined;
  slots: { used: number; waiting: number } | undefined;
  /** Whole tokens in the bucket. */
  tokens: number | undefined;
}

interface Call {
  attempt: number;
  attempts: number | undefined;
  backOffUntilUs: number;
  /** Attempts that are hops of their own and not over. */
  open: Set<string>;
  tookTokenAtUs: number | undefined;
}

/** One replica of the caller on one wire. */
interface Seat {
  service: string | undefined;
  calls: Map<string, Call>;
  breaker: { view: BreakerView; atUs: number } | undefined;
  /** When the latest tokens were taken. */
  takenUs: number[];
}

/** A wire refuses more open calls than this. */
const maxCalls = 5000;
const maxTaken = 2000;

/** Counts as events come; may be read at any time. */
export class WireWatch {
  /** By wire, then by replica. */
  readonly #wires = new Map<string, Map<number, Seat>>();

  take(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (isHopEvent(event)) this.#takeHop(event);
      else this.#takeChange(event);
    }
  }

  clear(): void {
    this.#wires.clear();
  }

  read(wire: string, policies: Policies, nowUs: number): WireState {
    const seats = [...(this.#wires.get(wire)?.values() ?? [])];
    return {
      breaker: policies.breaker && worstBreaker(seats, nowUs),
      retry: policies.retry && furthestCall(seats, nowUs),
      slots: policies.bulkhead && fullestSlots(seats, { limit: policies.bulkhead.limit, nowUs }),
      tokens: policies.rate && fewestTokens(seats, policies.rate, nowUs),
    };
  }

  #takeHop(event: HopEvent): void {
    const { type, wire, hopId, parentId, attempt, atUs } = event;
    if (wire === undefined) return;
    const seat = this.#seat(wire, event);
    const call = seat.calls.get(hopId);
    const caller = parentId === undefined ? undefined : seat.calls.get(parentId);
    switch (type) {
      case 'called':
        if (attempt === undefined) begin(seat, event);
        else if (caller !== undefined) beginAttempt(seat, caller, event);
        break;
      case 'retried':
        if (call === undefined) break;
        call.attempt = attempt ?? call.attempt;
        call.attempts = event.attempts ?? call.attempts;
        call.backOffUntilUs = atUs + (event.delayMs ?? 0) * 1000;
        break;
      case 'rejected':
        // It was not sent, so it took no token after all.
        if (call?.tookTokenAtUs !== undefined) {
          seat.takenUs.splice(seat.takenUs.lastIndexOf(call.tookTokenAtUs), 1);
          call.tookTokenAtUs = undefined;
        }
        break;
      case 'breakerChanged':
        if (event.breaker !== undefined) seat.breaker = { view: event.breaker, atUs };
        break;
      case 'completed':
      case 'failed':
      case 'cancelled':
        seat.calls.delete(hopId);
        caller?.open.delete(hopId);
        break;
      case 'answered':
      case 'deadLettered':
      case 'fellBack':
      case 'hedged':
      case 'held':
      case 'injected':
      case 'logged':
      case 'lost':
      case 'orphaned':
      case 'received':
      case 'released':
      case 'replayed':
      case 'replied':
      case 'sent':
      case 'started':
      case 'threw':
      case 'timedOut':
      case 'unhandled':
        // These do not change what a policy is doing.
        break;
    }
  }

  #takeChange({ type, state, wire, service, replica, renewed }: ChangeEvent): void {
    if (type === 'wireChanged' && wire !== undefined) {
      if (state === 'closed') this.#wires.delete(wire);
      for (const seat of this.#wires.get(wire)?.values() ?? []) {
        if (renewed?.includes('breaker')) seat.breaker = undefined;
        if (renewed?.includes('rate')) seat.takenUs = [];
      }
    }
    // With the process of the caller goes all that its policies knew.
    if (type === 'serviceChanged' && state === 'down') {
      for (const seats of this.#wires.values()) {
        for (const [at, seat] of seats) {
          if (seat.service === service && (replica === undefined || replica === at)) seats.delete(at);
        }
      }
    }
  }

  #seat(wire: string, { service, replica = 0 }: HopEvent): Seat {
    const seats = this.#wires.get(wire) ?? new Map<number, Seat>();
    this.#wires.set(wire, seats);
    const seat = seats.get(replica) ?? { service, calls: new Map(), breaker: undefined, takenUs: [] };
    seats.set(replica, seat);
    return seat;
  }
}

function begin(seat: Seat, { hopId, attempts, atUs }: HopEvent): void {
  const isOneHop = attempts === undefined;
  seat.calls.set(hopId, {
    attempt: 1,
    attempts,
    backOffUntilUs: 0,
    open: new Set(),
    tookTokenAtUs: isOneHop ? atUs : undefined,
  });
  if (isOneHop) takeToken(seat, atUs);
  for (const oldest of seat.calls.keys()) {
    if (seat.calls.size <= maxCalls) break;
    seat.calls.delete(oldest);
  }
}

function beginAttempt(seat: Seat, call: Call, { hopId, atUs }: HopEvent): void {
  // A hedged attempt goes along on the token of the first.
  if (call.open.size === 0) takeToken(seat, atUs);
  call.open.add(hopId);
  call.backOffUntilUs = 0;
}

function takeToken(seat: Seat, atUs: number): void {
  seat.takenUs.push(atUs);
  if (seat.takenUs.length > maxTaken) seat.takenUs.splice(0, maxTaken / 2);
}

function worstBreaker(seats: readonly Seat[], nowUs: number): WireState['breaker'] {
  const order = { open: 2, halfOpen: 1, closed: 0 };
  const states = seats.flatMap(({ breaker }) => {
    if (breaker === undefined) return [];
    const { state, failures, limit, halfOpenAfterMs } = breaker.view;
    const leftMs = (breaker.atUs - nowUs) / 1000 + halfOpenAfterMs;
    // When its time is over the next call is a probe, whenever that comes.
    const now = state === 'open' && leftMs <= 0 ? 'halfOpen' : state;
    return [{ state: now, failures, limit, halfOpensInMs: now === 'open' ? leftMs : undefined }];
  });
  return states.sort((a, b) => order[b.state] - order[a.state] || b.failures - a.failures)[0];
}

function furthestCall(seats: readonly Seat[], nowUs: number): WireState['retry'] {
  let furthest: WireState['retry'];
  for (const { calls } of seats) {
    for (const { attempt, attempts = 1, backOffUntilUs } of calls.values()) {
      if (attempt < 2 || attempt < (furthest?.attempt ?? 0)) continue;
      furthest = { attempt, attempts, inMs: backOffUntilUs > nowUs ? (backOffUntilUs - nowUs) / 1000 : undefined };
    }
  }
  return furthest;
}

/** A call whose attempts are hops of their own has a place while one of them is open; any other one as long as there are places. */
function fullestSlots(seats: readonly Seat[], { limit, nowUs }: { limit: number; nowUs: number }): WireState['slots'] {
  const taken = seats.map(({ calls }) => {
    let inside = 0;
    let outside = 0;
    for (const { attempts, open, backOffUntilUs } of calls.values()) {
      if (attempts === undefined || open.size > 0) inside += 1;
      else if (backOffUntilUs <= nowUs) outside += 1;
    }
    const used = Math.min(limit, inside);
    return { used, waiting: inside - used + outside };
  });
  return taken.sort((a, b) => b.used + b.waiting - a.used - a.waiting)[0] ?? { used: 0, waiting: 0 };
}

function fewestTokens(
  seats: readonly Seat[],
  { perSecond, burst }: NonNullable<Policies['rate']>,
  nowUs: number,
): number {
  const left = seats.map(({ takenUs }) => {
    let tokens = burst;
    let atUs = takenUs[0] ?? nowUs;
    const fill = (untilUs: number): void => {
      tokens = Math.min(burst, tokens + (Math.max(0, untilUs - atUs) / 1e6) * perSecond);
      atUs = untilUs;
    };
    for (const taken of takenUs) {
      fill(taken);
      tokens = Math.max(0, tokens - 1);
    }
    fill(nowUs);
    return Math.floor(tokens);
  });
  return Math.min(burst, ...left);
}

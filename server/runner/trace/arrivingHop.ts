import type { Pattern } from '#shared/flow/pattern.ts';
import type { EventPlace, MessageKind } from '#shared/trace.ts';
import type { HopContext } from './context.ts';
import { arrivingCall, arrivingHop } from './ids.ts';

/**
 * A hop on the callee's side. It is made before the message is read, because Nest reads it inside the async context
 * that this very object is; `arrive` fills it in. What is private here never reaches an event: events are made by
 * spreading the hop.
 */
export class ArrivingHop implements HopContext {
  traceId = '';
  hopId = '';
  pattern: Pattern = '';
  kind: MessageKind;
  place: EventPlace;
  declare parentId?: string | undefined;
  declare attempt?: number | undefined;
  declare faults?: string[] | undefined;
  #correlationId: string | undefined;
  #idempotencyKey: string | undefined;
  #depth: number | undefined;
  #hasArrived = false;
  #isUnhandled = false;

  constructor(kind: MessageKind, place: EventPlace) {
    this.kind = kind;
    this.place = place;
  }

  get hasArrived(): boolean {
    return this.#hasArrived;
  }

  /** No handler answers its pattern. */
  get isUnhandled(): boolean {
    return this.#isUnhandled;
  }

  /** The packet's id, or the trace's where a message has none. */
  get correlationId(): string {
    return this.#correlationId ?? this.traceId;
  }

  /** The same on all attempts of one call, when its wire wants the handler to run once. */
  get idempotencyKey(): string | undefined {
    return this.#idempotencyKey;
  }

  /** How deep it stands in its trace, when it came from another process of the session. */
  get depth(): number | undefined {
    return this.#depth;
  }

  arrive(message: { headers: unknown; pattern: Pattern; correlationId?: string | undefined }): void {
    const { headers } = message;
    const known = isRecord(headers) ? headers : undefined;
    const ids = arrivingHop(known);
    const { attempt, idempotencyKey, depth } = arrivingCall(known);
    if (attempt !== undefined) this.attempt = attempt;
    this.#idempotencyKey = idempotencyKey;
    this.#depth = depth;
    this.traceId = ids.traceId;
    this.hopId = ids.hopId;
    if (ids.parentId !== undefined) this.parentId = ids.parentId;
    this.pattern = message.pattern;
    this.#correlationId = message.correlationId;
    this.#hasArrived = true;
  }

  /** The same message in the hands of another handler. */
  at(place: EventPlace): ArrivingHop {
    const twin = Object.assign(new ArrivingHop(this.kind, place), this, { place });
    twin.#idempotencyKey = this.#idempotencyKey;
    twin.#depth = this.#depth;
    twin.#correlationId = this.#correlationId;
    twin.#hasArrived = this.#hasArrived;
    return twin;
  }

  markUnhandled(): void {
    this.#isUnhandled = true;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

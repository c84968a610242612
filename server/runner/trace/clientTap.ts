import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReadPacket, WritePacket } from '@nestjs/microservices';
import type { Fault } from '#shared/faults/fault.ts';
import type { Passing } from '../passing/passingSet.ts';
import { hopContext, type HopContext } from './context.ts';
import { describeError, toJson } from './describeError.ts';
import { messageHeaders } from './ids.ts';
import { LatestMap } from './latestMap.ts';
import type { Tracer } from './tracer.ts';

/**
 * Sees every packet of one ClientProxy leave and arrive. The clients call it from the methods they override:
 *
 *   client.send(…) ─ run(call) ─▶ onDispatch: metadata ─▶ publish ─▶ `sent`
 *                                                          frames ◀─ arrived: `orphaned` when nobody waits
 *
 * ClientProxy hands nothing from `send` through to `publish`, so the call is found by AsyncLocalStorage.
 */

/** How many ended calls are remembered, to know whose a late reply is: many that nobody had answered … */
const maxUnanswered = 1000;
/** … and few that somebody had, since a second answer comes soon after the first, and what is kept costs each of them. */
const maxAnswered = 200;

const ready = Promise.resolve();

/** One message on its way through a client. */
export interface OpenCall {
  hop: HopContext;
  /** The last frame of the reply has come: unsubscribing now is no giving up. */
  isAnswered: boolean;
  /** Travels with every attempt of the call, so that its handler runs once. */
  idempotencyKey?: string | undefined;
  /** When the caller of this attempt gives up, for transports that tell it the callee. */
  timeoutMs?: number | undefined;
  /** Where it went, when one of several was chosen: for the trace, should it fail. */
  went?: string | undefined;
  /** The call that this is an attempt of. */
  of?: OpenCall | undefined;
  /** While it is on a connection: where it stands among all that are. */
  underWay?: Passing<OpenCall> | undefined;
  /** The faults that acted on it there. */
  actedOn?: Set<Fault> | undefined;
}

/** One for all clients whose calls it must follow: each further storage would cost time on every promise of the process. */
const calls = new AsyncLocalStorage<OpenCall>();

export class ClientTap {
  readonly #tracer: Tracer;
  readonly #depthOf: (hop: HopContext) => number | undefined;
  /** Both by packet id. */
  readonly #unanswered = new LatestMap<OpenCall>(maxUnanswered);
  readonly #answered = new LatestMap<OpenCall>(maxAnswered);
  #turn: Promise<void> = Promise.resolve();
  #follows = true;
  /** Of this turn, when nothing follows it. */
  #call: OpenCall | undefined;

  /** `depthOf`: how deep a hop stands, when that has to travel with it. */
  constructor(tracer: Tracer, depthOf: (hop: HopContext) => number | undefined = () => undefined) {
    this.#tracer = tracer;
    this.#depthOf = depthOf;
  }

  /** Whatever `dispatch` sends belongs to this call. */
  run<T>(call: OpenCall, dispatch: () => T): T {
    if (this.#follows) return calls.run(call, dispatch);
    const before = this.#call;
    this.#call = call;
    try {
      return dispatch();
    } finally {
      this.#call = before;
    }
  }

  /** A client that hands its calls through by itself calls this before it is used: following them costs on every promise. */
  stopFollowing(): void {
    this.#follows = false;
  }

  /** For sockets: what is created inside a call would keep that call as its context for life. */
  outside<T>(connect: () => T): T {
    return calls.exit(() => hopContext.exit(connect));
  }

  current(): OpenCall | undefined {
    return this.#follows ? calls.getStore() : this.#call;
  }

  /** For `setOnDispatchHook`. */
  readonly stamp = (packet: ReadPacket): void => {
    const call = this.current();
    if (call === undefined) return;
    const { hop, idempotencyKey: key } = call;
    packet.metadata = messageHeaders(hop, { key, depth: this.#depthOf(hop) });
  };

  /** A frame of this call left the client. */
  sent(call: OpenCall | undefined, note?: string): void {
    if (call !== undefined) this.#tracer.hop('sent', call.hop, note === undefined ? {} : { note });
  }

  /** The client took the message, but it reached nobody. */
  lost(call: OpenCall | undefined, details: { note: string; receivers?: number }): void {
    if (call !== undefined) this.#tracer.hop('lost', call.hop, details);
  }

  /** Around `publish`: keeps the packet's id with its call, for replies that come after the end. */
  publish(
    packet: ReadPacket,
    callback: (frame: WritePacket) => void,
    publish: (callback: (frame: WritePacket) => void) => () => void,
  ): () => void {
    const call = this.current();
    if (call === undefined) return publish(callback);
    const stop = publish((frame) => {
      if (frame.isDisposed === true || frame.err) call.isAnswered = true;
      callback(frame);
    });
    return () => {
      stop();
      // `assignPacketId` has written the id into the packet itself.
      if ('id' in packet && typeof packet.id === 'string') this.#remember(packet.id, call);
    };
  }

  /** A reply frame came in; `isWaitedFor` tells whether the client still knows its id. */
  arrived(frame: unknown, isWaitedFor: (id: string) => boolean): void {
    if (this.#hasNoPast || typeof frame !== 'object' || frame === null) return;
    const { id, err, response, isDisposed } = frame as Record<string, unknown>;
    if (typeof id !== 'string' || isWaitedFor(id)) return;
    const call = this.#unanswered.get(id) ?? this.#answered.get(id);
    if (call === undefined) return;
    const isEmpty = response === undefined && !err;
    if (isDisposed === true || err) {
      this.#unanswered.delete(id);
      this.#answered.delete(id);
    }
    // The frame that only ends a reply whose values were all shown already says nothing new.
    if (isEmpty && call.isAnswered) return;
    this.#tracer.hop('orphaned', call.hop, {
      ...(err ? { error: describeError(err) } : isEmpty ? {} : { data: toJson(response) }),
      note: call.isAnswered
        ? 'The first answer was taken; nobody waits for this one.'
        : 'The caller had stopped waiting.',
    });
  }

  /**
   * As `arrived`, for a client that reads this frame in the next turn: only then is it known whether the frame before it was the last
   * one that somebody waited for. Called just before the client begins to wait for that turn.
   */
  arriving(frame: unknown, isWaitedFor: (id: string) => boolean): void {
    void ready.then(() => this.arrived(frame, isWaitedFor));
  }

  /**
   * As `arrived`, for a client that hands over the text. It is parsed only when somebody may have given up. `id`: where it
   * comes beside the frame and not in it.
   */
  arrivedText(text: string, isWaitedFor: (id: string) => boolean, id?: string): void {
    if (this.#hasNoPast) return;
    try {
      const frame: unknown = JSON.parse(text);
      this.arrived(id === undefined || typeof frame !== 'object' ? frame : { ...frame, id }, isWaitedFor);
    } catch (error) {
      // Strangers may publish anything on a reply channel; Nest passes over it too.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  /**
   * One frame after the other: NestJS reads each of them in a later turn, and whether somebody waits for the second answer
   * to a message is known only when the first one has been taken.
   */
  inTurn(receive: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(receive, receive);
    return this.#turn;
  }

  get #hasNoPast(): boolean {
    return this.#unanswered.isEmpty && this.#answered.isEmpty;
  }

  #remember(id: string, call: OpenCall): void {
    (call.isAnswered ? this.#answered : this.#unanswered).set(id, call);
  }
}

import type { WritePacket } from '@nestjs/microservices';
import type { grpc } from '../wire/grpcPackage.ts';
import { toGrpcValue, type GrpcValue } from '../wire/grpcValue.ts';
import { statusOf } from '../wire/grpcErrors.ts';

const internal = 13;

/** One call as @grpc/grpc-js hands it to a method, and as Nest's server takes it: unary and server streaming alike. */
export type GrpcCall = grpc.ServerUnaryCall<GrpcValue, GrpcValue> | GrpcStream;
type GrpcStream = grpc.ServerWritableStream<GrpcValue, GrpcValue>;
/** Of a unary call; a stream has none. */
export type GrpcCallback = (error: object | null, value?: unknown) => void;

/** A method as Nest's server makes it. */
export type ServeGrpc = (call: unknown, callback: GrpcCallback) => unknown;

/**
 * The answer of one call as frames, each of which can be led through faults:
 *
 *   Nest ─▶ callback · write, end, emit('error') ─▶ `frame` ─▶ … ─▶ `send` ─▶ grpc-js
 */
export class GrpcAnswer {
  readonly #call: GrpcCall;
  readonly #callback: GrpcCallback | undefined;
  #isOver = false;

  constructor(call: GrpcCall, callback: GrpcCallback | undefined) {
    this.#call = call;
    this.#callback = callback;
  }

  get isStream(): boolean {
    return this.#callback === undefined;
  }

  /** The caller has given up: whatever is sent now goes nowhere. */
  get isCancelled(): boolean {
    return this.#call.cancelled;
  }

  /** What Nest's method is called with, and answers into. */
  through(request: unknown, frame: (frame: WritePacket) => void): [call: unknown, callback: GrpcCallback] {
    const original = this.#call;
    const { metadata } = original;
    let hasEnded = false;
    const end = (last: WritePacket): void => {
      if (hasEnded) return;
      hasEnded = true;
      // Nest ends the stream of a call that was cancelled, too.
      if (!original.cancelled) frame(last);
    };
    const call = {
      request,
      metadata,
      get cancelled() {
        return original.cancelled;
      },
      on: original.on.bind(original),
      off: original.off.bind(original),
      write: (value: unknown) => {
        frame({ response: value });
        return !('writableNeedDrain' in original && original.writableNeedDrain);
      },
      end: () => end({ isDisposed: true }),
      emit: (_event: 'error', error: unknown) => end({ err: error, isDisposed: true }),
    };
    const callback: GrpcCallback = (error, value) =>
      frame(error === null ? { response: value, isDisposed: true } : { err: error, isDisposed: true });
    return [call, callback];
  }

  /** Hands one frame to gRPC. */
  send(frame: WritePacket): void {
    try {
      this.#send(frame);
    } catch (error) {
      // A value that is no JSON, such as a bigint.
      this.#send({ err: { code: internal, details: `Error serializing response: ${String(error)}` } });
    }
  }

  #send({ err, response, isDisposed }: WritePacket): void {
    if (this.#callback !== undefined) {
      // A second one hangs the caller (brokers.md §4): that is gRPC's and Nest's own, and stays as it is.
      if (err) this.#callback(statusOf(err));
      else this.#callback(null, toGrpcValue(response));
      return;
    }
    const stream = this.#call as GrpcStream;
    if (this.#isOver) return;
    this.#isOver = isDisposed === true || Boolean(err);
    if (err) stream.emit('error', statusOf(err));
    else if (isDisposed === true) stream.end();
    else stream.write(toGrpcValue(response));
  }
}

import type { ReadPacket, WritePacket } from '@nestjs/microservices';
import { defer, Observable, ReplaySubject } from 'rxjs';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { GrpcContract } from '#shared/transports/grpcContract.ts';
import type { IdentifiedPacket, WireMessages } from '../faults/message/wireMessages.ts';
import { PassingSet } from '../passing/passingSet.ts';
import type { ClientTap, OpenCall } from '../trace/clientTap.ts';
import { newHopId } from '../trace/ids.ts';
import type { ClientWatch } from './clientWatch.ts';
import { GrpcChannel } from './grpcChannel.ts';
import { grpcError, isUnreached } from './grpcErrors.ts';
import { grpc } from './grpcPackage.ts';
import { fromGrpcValue, toGrpcValue } from './grpcValue.ts';

type Respond = (frame: WritePacket) => void;

/** A call on its way out. */
interface Outgoing {
  sent: ReadPacket;
  call: OpenCall | undefined;
  options: grpc.CallOptions;
}

/**
 * NestJS's own gRPC client, watched. It has no `send`: an application asks `getService` for the methods of the .proto and
 * calls one. Which of them a pattern means is in the contract.
 *
 *   send(pattern) ─▶ metadata ─▶ request lane ─▶ connected? ─▶ method ══▶      caller ◀── reply lane ◀── value, status ◀══
 */
export class TracedGrpcClient {
  readonly #contract: GrpcContract;
  readonly #port: () => number;
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #status$ = new ReplaySubject<string>(1);
  /** How to end the calls under way. */
  readonly #underWay = new PassingSet<() => void>();
  #channel: GrpcChannel | undefined;

  constructor(contract: GrpcContract, port: () => number, { tap, messages }: ClientWatch) {
    this.#contract = contract;
    this.#port = port;
    this.#tap = tap;
    this.#messages = messages;
  }

  /** `connected`, `reconnecting` or `disconnected`, as of other clients; Nest's own refuses to say. */
  get status(): Observable<string> {
    return this.#status$;
  }

  send(pattern: Pattern, data: unknown): Observable<unknown> {
    return new Observable((observer) => {
      const call = this.#tap.current();
      const packet: IdentifiedPacket = { pattern, data, id: newHopId() };
      this.#tap.stamp(packet);
      const timeoutMs = call?.timeoutMs;
      const options = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
      const receive: Respond = ({ err, response, isDisposed }) => {
        if (err) {
          observer.error(err);
          return;
        }
        if (response !== undefined) observer.next(response);
        if (isDisposed === true) observer.complete();
      };
      return this.#tap.publish(packet, receive, (watched) =>
        this.#messages.publish({ call, packet }, watched, {
          publish: (sent, respond) => this.#begin({ sent, call, options }, respond),
          // A call that its caller has given up is cancelled: nothing of it arrives later.
          sendOnly: () => Promise.resolve(this.#tap.lost(call, { note: cancelledNote })),
        }),
      );
    });
  }

  /** gRPC has no events: this gives what Nest's client says to that. */
  emit(pattern: Pattern, data: unknown): Observable<unknown> {
    return this.#open().nest.emit(pattern, data);
  }

  /** As the end of a process closes it: at once, whatever is on its way. */
  cut(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    for (const end of this.#underWay.values) end();
    channel?.close();
  }

  #begin({ sent, call, options }: Outgoing, receive: Respond): () => void {
    const channel = this.#open();
    const stops: (() => void)[] = [];
    let isOver = false;
    const over = (): void => {
      isOver = true;
      this.#underWay.delete(underWay);
      for (const stop of stops) stop();
    };
    const respond: Respond = (frame) => {
      if (isOver) return;
      if (frame.isDisposed === true || frame.err) over();
      receive(frame);
    };
    const end = (): void => respond({ err: grpcError('CANCELLED', 'Call cancelled') });
    const underWay = this.#underWay.add(end);
    const begin = (isConnected: boolean): void => {
      if (isConnected) this.#tap.sent(call);
      const { stub, isStream } = channel.method(sent.pattern as Pattern);
      const subscription = defer(() => stub(toGrpcValue(sent.data), metadataOf(sent), options)).subscribe({
        // The one value of a unary call is its end as well.
        next: (value) => respond({ response: fromGrpcValue(value), ...(isStream ? {} : { isDisposed: true }) }),
        // Of an error of its own a client says no more, as NestJS's other clients do.
        error: (err: unknown) => respond(isUnreached(err) ? { err } : { err, isDisposed: true }),
        complete: () => respond({ isDisposed: true }),
      });
      stops.push(() => subscription.unsubscribe());
    };
    // The socket that this may open lives longer than this call.
    stops.push(this.#tap.outside(() => channel.whenSettled(begin)));
    return over;
  }

  #open(): GrpcChannel {
    const port = this.#port();
    // The link before it has moved.
    if (this.#channel !== undefined && this.#channel.port !== port) this.cut();
    // A channel lives longer than the call that opens it.
    this.#channel ??= this.#tap.outside(
      () => new GrpcChannel(this.#contract, { port, onStatus: (status) => this.#status$.next(status) }),
    );
    return this.#channel;
  }
}

const cancelledNote = 'A fault held it until its caller had given up: a call that is cancelled never arrives.';

/** The packet's metadata, as other clients write them into the packet: gRPC has a place for them. */
function metadataOf(packet: ReadPacket): grpc.Metadata {
  const metadata = new grpc.Metadata();
  const written = 'metadata' in packet ? (packet.metadata as Record<string, string>) : {};
  for (const [name, value] of Object.entries(written)) {
    // HTTP/2 has only what ASCII can print.
    metadata.set(name, /^[ -~]*$/.test(value) ? value : encodeURIComponent(value));
  }
  return metadata;
}

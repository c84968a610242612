import type { BaseRpcContext, ReadPacket, Server, WritePacket } from '@nestjs/microservices';
import type { Observable, Subscription } from 'rxjs';
import { patternRoute } from '#shared/flow/pattern.ts';
import type { ListenerMessages } from '../faults/message/listenerMessages.ts';
import type { MessageChange } from '../faults/message/passingMessage.ts';
import { Addresses, type DrawnRoutes } from './addresses.ts';
import { ArrivingHop } from './arrivingHop.ts';
import { hopContext, keepHop, turnHops, type HopCarrier, type HopContext } from './context.ts';
import { toJson } from './describeError.ts';
import { describeThrown } from './describeThrown.ts';
import { packetText } from './packetText.ts';
import { TextMemo } from './textMemo.ts';
import type { Tracer } from './tracer.ts';

/**
 * Sees every message arrive at a NestJS transport server and every reply leave it. One mixin for all transports, since
 * they all handle a message in these steps:
 *
 *   handleMessage ─▶ deserialize ─▶ getHandlerByPattern ─▶ handler ─▶ send ─▶ serialize ─▶ out
 *   new hop          `received`     `unhandled`                                `replied`
 */

export interface ServerWatch extends DrawnRoutes {
  tracer: Tracer;
  /** Something of Nest's between arrival and handler, such as a pipe, asks `hopContext` whose message it has. */
  isAskedFor?: boolean | undefined;
  /** Goes before every channel on a broker that other sessions share. */
  prefix?: string | undefined;
  /** Faults that act on single messages here. */
  messages?: ListenerMessages | undefined;
}

interface Packet {
  id?: unknown;
  pattern?: unknown;
  data?: unknown;
  metadata?: unknown;
}

// TypeScript asks exactly this of a class that is mixed in.
// oxlint-disable-next-line typescript/no-explicit-any
type ServerClass<S> = new (...options: any[]) => S;
/** What the transports' servers have in common; `Server` itself leaves out the method that all of them call so. */
interface MessageHandling {
  handleMessage(...message: never[]): Promise<unknown>;
}

type Respond = (frame: WritePacket) => Promise<unknown> | void;

/**
 * `new (traced(ServerTCP, watch))(options)` is that server, watched. `turnHops` will do for `hops` where `handleMessage` calls the
 * deserializer before it waits for anything, then `handleRequest` or `handleEvent` in the turn after that, and where replies are
 * serialized as soon as they are to be sent.
 */
export function traced<T extends ServerClass<MessageHandling>>(
  Base: T,
  watch: ServerWatch,
  hops: HopCarrier = hopContext,
): T {
  const { tracer, messages } = watch;
  const addresses = new Addresses(watch);
  /** What Nest makes of the text of a pattern, which it would parse and put together anew for every message. */
  const routes = new TextMemo<string>();
  /** How a message that a fault may double arrives again. */
  const repeats = new WeakMap<ArrivingHop, (copy: ArrivingHop) => void>();
  /** What has been through the faults already, and what they have made of it. */
  const led = new WeakMap<ArrivingHop, MessageChange>();
  // Each server narrows the events and states of `Server`, so that TypeScript takes none of them for one.
  const AnyServer = Base as unknown as ServerClass<Server & MessageHandling>;

  abstract class TracedServer extends AnyServer {
    // oxlint-disable-next-line typescript/no-explicit-any
    constructor(...options: any[]) {
      super(...options);
      this.#watchDeserializer();
      this.#watchSerializer();
    }

    override handleMessage(...message: never[]): Promise<unknown> {
      const hop = new ArrivingHop('request', watch.place);
      if (messages?.isBroken === true) {
        repeats.set(hop, (copy) => {
          void hops.run(copy, () => super.handleMessage(...message)).catch(() => undefined);
        });
      }
      return hops.run(hop, () => super.handleMessage(...message));
    }

    override getHandlerByPattern(pattern: string): ReturnType<Server['getHandlerByPattern']> {
      const hop = hops.getStore();
      const other = hop instanceof ArrivingHop ? led.get(hop)?.pattern : undefined;
      const handler = super.getHandlerByPattern(other === undefined ? pattern : patternRoute(other));
      if (handler === null && hop instanceof ArrivingHop && !hop.isUnhandled) {
        hop.markUnhandled();
        tracer.hop('unhandled', hop, { note: 'No handler here answers this pattern.' });
      }
      return handler;
    }

    protected override getRouteFromPattern(pattern: string): string {
      const known = routes.get(pattern);
      if (known !== undefined) return known;
      const route = super.getRouteFromPattern(pattern);
      routes.set(pattern, route);
      return route;
    }

    /** A value may come out of any async context, such as that of a socket that many messages share. */
    override send(stream$: Observable<unknown>, respond: Respond): Subscription {
      const hop = hops.getStore();
      return super.send(stream$, hop === undefined || hops === turnHops ? respond : respondWith(hop, respond));
    }

    protected override handleRequest(
      context: BaseRpcContext,
      produce: () => Promise<Observable<unknown>>,
      respond: Respond,
    ): void {
      const hop = hops.getStore();
      if (hop !== undefined) keepHop(context, hop);
      const isOfTurn = hop !== undefined && hops === turnHops;
      return super.handleRequest(context, produce, isOfTurn ? respondWith(hop, respond) : respond);
    }

    override handleEvent(pattern: string, packet: ReadPacket, context: BaseRpcContext): Promise<unknown> {
      const hop = hops.getStore();
      if (hop !== undefined) keepHop(context, hop);
      return super.handleEvent(pattern, packet, context);
    }

    #watchDeserializer(): void {
      const { deserializer } = this;
      const seen = <P>(packet: P, channel: unknown): P | Promise<P> => {
        const hop = hops.getStore();
        if (!(hop instanceof ArrivingHop) || hop.hasArrived) return packet;
        arrived(hop, packet as Packet, channel);
        const through = led.get(hop);
        if (through === undefined && messages?.isBroken === true) return this.#throughFaults(hop, packet);
        received(hop, packet as Packet, through);
        hops.keepOverAwait(hop);
        return packet;
      };
      this.deserializer = {
        deserialize: (value: unknown, options?: Record<string, unknown>) => {
          const packet = deserializer.deserialize(value, options);
          const channel = options?.['channel'];
          return packet instanceof Promise ? packet.then((read) => seen(read, channel)) : seen(packet, channel);
        },
      };
    }

    /** Resolves when the faults let it go on, which may be never; what they double comes in again by itself. */
    #throughFaults<P>(hop: ArrivingHop, packet: P): Promise<P> {
      return new Promise((resolve) => {
        messages?.request({
          hop,
          data: (packet as Packet).data,
          arrive: (change = {}) => {
            if (led.has(hop)) {
              const copy = new ArrivingHop('request', watch.place);
              led.set(copy, change);
              repeats.get(hop)?.(copy);
              return;
            }
            led.set(hop, change);
            received(hop, packet as Packet, change);
            hops.keepOverAwait(hop);
            resolve(packet);
          },
        });
      });
    }

    #watchSerializer(): void {
      const { serializer } = this;
      this.serializer = {
        serialize: (frame: Parameters<typeof serializer.serialize>[0], options?: Record<string, unknown>): unknown => {
          const written: unknown = serializer.serialize(frame, options);
          const hop = hops.getStore();
          if (hop !== undefined) {
            const { err, response, isDisposed } = frame;
            const content = err
              ? { error: describeThrown(err), packet: packetText(written) }
              : response === undefined
                ? {}
                : { data: toJson(response) };
            tracer.hop('replied', hop, { ...content, last: isDisposed === true || Boolean(err) });
          }
          return written;
        },
      };
    }
  }

  const respondWith = (hop: HopContext, respond: Respond): Respond => {
    const respondInContext: Respond = (frame) => hops.run(hop, () => respond(frame));
    return (frame) =>
      messages?.isBroken === true ? messages.reply({ hop, frame }, respondInContext) : respondInContext(frame);
  };

  function arrived(hop: ArrivingHop, packet: Packet, channel: unknown): void {
    const { prefix = '' } = watch;
    const { pattern, place } = addresses.find(
      typeof channel === 'string' ? channel.slice(prefix.length) : packet.pattern,
    );
    if (packet.id === undefined) hop.kind = 'event';
    hop.place = place;
    hop.arrive({
      headers: packet.metadata,
      pattern,
      correlationId: typeof packet.id === 'string' ? packet.id : undefined,
    });
    messages?.arrived(hop);
  }

  function received(hop: ArrivingHop, packet: Packet, { pattern: other, payload }: MessageChange = {}): void {
    if (payload !== undefined) packet.data = payload.value;
    if (other !== undefined) {
      hop.pattern = other;
      hop.place = addresses.ofPattern(other).place;
    }
    tracer.hop('received', hop, packet.data === undefined ? {} : { data: toJson(packet.data) });
  }

  // Only in name abstract: whatever `Base` is, it has the methods that `Server` leaves open.
  return TracedServer as unknown as T;
}

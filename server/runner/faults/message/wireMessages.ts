/**
 * The messages of one client of a wire, where faults can act on each of them:
 *
 *   client.send ─▶ request lane ─▶ publish ══▶        client.emit ─▶ request lane ─▶ dispatchEvent ══▶
 *   caller ◀── reply lane ◀── frame ◀══
 *
 * A message that a fault holds is on its way: the caller may give up meanwhile, and it arrives all the same.
 */
import type { ReadPacket, WritePacket } from '@nestjs/microservices';
import type { ClientTap, OpenCall } from '../../trace/clientTap.ts';
import { toJson } from '../../trace/describeError.ts';
import type { MessageChange } from './passingMessage.ts';
import { MessageLane, type LaneParts } from './messageLane.ts';
import { replyScope, replyUnder } from './replyUnder.ts';

type Stop = () => void;
type Respond = (frame: WritePacket) => void;
export type IdentifiedPacket = ReadPacket & { id: string };

/** How a NestJS client sends. */
export interface Outlets {
  /** With a reply to wait for; returns how to stop waiting. */
  publish: (packet: IdentifiedPacket, respond: Respond) => Stop;
  /** The same packet, when nobody waits for its reply any more. */
  sendOnly: (packet: IdentifiedPacket) => Promise<unknown>;
}

export interface WireMessagesParts extends Omit<LaneParts, 'leg'> {
  tap: ClientTap;
}

export class WireMessages {
  readonly #parts: WireMessagesParts;
  readonly #request: MessageLane;
  readonly #reply: MessageLane;

  constructor(parts: WireMessagesParts) {
    this.#parts = parts;
    this.#request = new MessageLane({ ...parts, leg: 'request' });
    this.#reply = new MessageLane({ ...parts, leg: 'reply' });
  }

  /** In place of `publish`. Without a fault it is `publish`, and the frames go straight to `respond`. */
  publish(
    { call, packet }: { call: OpenCall | undefined; packet: IdentifiedPacket },
    respond: Respond,
    outlets: Outlets,
  ): Stop {
    if (call === undefined) return outlets.publish(packet, respond);
    const waiting = { isStopped: false, stops: [] as Stop[] };
    const receive = (frame: WritePacket): void => this.#receive({ call, packet, frame }, respond, waiting);
    const send = (sent: IdentifiedPacket): void => {
      if (waiting.isStopped) void outlets.sendOnly(sent).catch(() => undefined);
      else waiting.stops.push(outlets.publish(sent, receive));
    };
    if (!this.#isBroken) send(packet);
    else {
      this.#request.pass({
        hop: call.hop,
        scope: { data: toJson(packet.data) },
        go: (change) => send(under(packet, change)),
        lose: () => respond({ err: new Error('Connection closed') }),
      });
    }
    return () => {
      waiting.isStopped = true;
      for (const stop of waiting.stops) stop();
    };
  }

  /** In place of `dispatchEvent`. An event that is held has been handed over, as far as its sender can know. */
  async dispatch(
    { call, packet }: { call: OpenCall | undefined; packet: ReadPacket },
    dispatch: (packet: ReadPacket) => Promise<unknown>,
  ): Promise<unknown> {
    if (call === undefined || !this.#isBroken) return dispatch(packet);
    const { tap } = this.#parts;
    const sent: Promise<unknown>[] = [];
    this.#request.pass({
      hop: call.hop,
      scope: { data: toJson(packet.data) },
      go: (change) => {
        const sending = dispatch(under(packet, change));
        sending.catch((error: unknown) => tap.lost(call, { note: `A fault held it: ${String(error)}` }));
        sent.push(sending);
      },
      lose: () => undefined,
    });
    return sent[0];
  }

  refresh(): void {
    this.#request.refresh();
    this.#reply.refresh();
  }

  /** The connection, or the caller's process, has ended. */
  lose(): void {
    this.#request.lose();
    this.#reply.lose();
  }

  get #isBroken(): boolean {
    return this.#parts.faults().length > 0;
  }

  #receive(
    { call, packet, frame }: { call: OpenCall; packet: IdentifiedPacket; frame: WritePacket },
    respond: Respond,
    waiting: { isStopped: boolean },
  ): void {
    // An error that the client made by itself never was on its way: no fault can keep it from the caller.
    if (!this.#isBroken || isOwnError(frame)) return respond(frame);
    const { tap } = this.#parts;
    this.#reply.pass({
      hop: call.hop,
      scope: replyScope(frame),
      go: (change) => {
        const arriving = replyUnder(frame, change);
        if (waiting.isStopped) tap.arrived({ id: packet.id, ...arriving }, () => false);
        else respond(arriving);
      },
      lose: () => undefined,
    });
  }
}

/** What comes from the callee as an error ends the reply; Nest's clients give their own without a word of that. */
const isOwnError = ({ err, isDisposed }: WritePacket): boolean => Boolean(err) && isDisposed !== true;

const under = <P extends ReadPacket>(packet: P, { pattern, payload }: MessageChange = {}): P => ({
  ...packet,
  ...(pattern === undefined ? {} : { pattern }),
  ...(payload === undefined ? {} : { data: payload.value }),
});

export const isIdentified = (packet: ReadPacket): packet is IdentifiedPacket =>
  'id' in packet && typeof packet.id === 'string';

/**
 * The messages of one listener of one replica, where faults can act on each of them:
 *
 *   ══▶ deserialize ─▶ request lane ─▶ handler ─▶ reply lane ─▶ respond ══▶
 */
import type { WritePacket } from '@nestjs/microservices';
import type { HopContext } from '../../trace/context.ts';
import { toJson } from '../../trace/describeError.ts';
import type { MessageChange } from './passingMessage.ts';
import { MessageLane, type LaneParts } from './messageLane.ts';
import { replyScope, replyUnder } from './replyUnder.ts';

export interface ArrivedRequest {
  hop: HopContext;
  data: unknown;
  /** It goes on to its handler, changed or as it is. Called again, it arrives again. */
  arrive: (change?: MessageChange) => void;
}

export interface ListenerMessagesParts extends Omit<LaneParts, 'leg'> {
  /** Takes into the hop what acted on it on its way here. */
  refreshHop: (hop: HopContext) => void;
}

export class ListenerMessages {
  readonly #parts: ListenerMessagesParts;
  readonly #request: MessageLane;
  readonly #reply: MessageLane;

  constructor(parts: ListenerMessagesParts) {
    this.#parts = parts;
    this.#request = new MessageLane({ ...parts, leg: 'request' });
    this.#reply = new MessageLane({ ...parts, leg: 'reply' });
  }

  /** Whether any fault is on here. */
  get isBroken(): boolean {
    return this.#parts.faults().length > 0;
  }

  /** A message has come in. */
  arrived(hop: HopContext): void {
    this.#parts.refreshHop(hop);
  }

  request({ hop, data, arrive }: ArrivedRequest): void {
    this.#request.pass({ hop, scope: { data: toJson(data) }, go: arrive, lose: () => undefined });
  }

  /** One frame of a reply. */
  reply({ hop, frame }: { hop: HopContext; frame: WritePacket }, respond: (frame: WritePacket) => unknown): void {
    this.#reply.pass({
      hop,
      scope: replyScope(frame),
      // Nest writes the id into the frame that it sends: a copy needs one of its own.
      go: (change) => void settled(respond, replyUnder(frame, change)),
      lose: () => undefined,
    });
  }

  refresh(): void {
    this.#request.refresh();
    this.#reply.refresh();
  }

  /** The application is gone, and what is held here with it. */
  lose(): void {
    this.#request.lose();
    this.#reply.lose();
  }
}

/** A reply that cannot be sent is lost, as Nest sees it. */
async function settled(respond: (frame: WritePacket) => unknown, frame: WritePacket): Promise<void> {
  try {
    await respond(frame);
  } catch {
    // The connection of who asked is gone: that is told where it broke.
  }
}

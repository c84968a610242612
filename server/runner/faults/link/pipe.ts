/**
 * One leg of one connection: reads from one socket, writes to the other, through the toxics that are on.
 *
 *   source ─▶ [toxic ─▶ toxic] ─▶ sink        no toxics: written through, nothing is kept
 *
 * The source is paused while the sink is full, or while toxics hold more than `maxHeldBytes`.
 */
import type { Socket } from 'node:net';
import type { LinkFault, LinkFaultKind } from '#shared/faults/fault.ts';
import type { LegBytes } from '../../bytes/byteBoard.ts';
import { Throttle } from './throttle.ts';
import { end } from './toxics/toxic.ts';
import type { InjectedAct, Item, Link, LinkLeg, Toxic } from './toxics/toxic.ts';
import { makeToxic } from './toxics/toxics.ts';

const maxHeldBytes = 1 << 20;

interface Stage {
  fault: LinkFault;
  toxic: Toxic;
  /** It took bytes out of the stream, or changed some. */
  isHoled: boolean;
  next: ((item: Item) => void) | undefined;
}

export interface PipeOptions extends Pick<Link, 'leg' | 'clock' | 'close'> {
  source: Socket;
  sink: Socket;
  /** Who reads tells answers apart by their order: with a hole in it the stream is of no use any more. */
  isPipelined: boolean;
  /** What is kept of it for whoever wants to see the bytes. */
  bytes: LegBytes | undefined;
  /** The chances of one fault. */
  random(fault: LinkFault): () => number;
  report(fault: LinkFault, act: InjectedAct): void;
}

export class Pipe {
  readonly leg: LinkLeg;
  readonly #options: PipeOptions;
  readonly #bytes: LegBytes | undefined;
  /** from the source to the sink */
  #stages: Stage[] = [];
  #heldBytes = 0;
  #isClosed = false;
  #isPaused = false;
  #hasEnded = false;

  constructor(options: PipeOptions) {
    this.#options = options;
    this.leg = options.leg;
    this.#bytes = options.bytes;
    const { source } = options;
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    source.on('end', () => this.#take(end));
  }

  /**
   * Puts these faults on, and only these. One that stays as it was keeps what it holds; one that goes passes it on, to
   * whatever comes after it. New ones stand last, so that they also meet what is already under way. A stream that one has
   * left unreadable ends with it, or what comes would be taken for the rest of what is lost.
   */
  setFaults(faults: readonly LinkFault[]): void {
    const wanted = new Set(faults);
    if (this.#stages.some(({ fault, isHoled }) => isHoled && !wanted.has(fault))) this.#options.close('reset');
    if (this.#isClosed && faults.length > 0) return;
    // From the sink's end, so that what was first in stays first out.
    for (const stage of this.#stages.toReversed()) {
      if (wanted.has(stage.fault)) continue;
      stage.toxic.stop();
      this.#stages = this.#stages.filter((other) => other !== stage);
      this.#connect();
    }
    for (const fault of faults) {
      if (this.#isClosed || this.#stages.some((stage) => stage.fault === fault)) continue;
      this.#bytes?.tellApart();
      this.#stages.push(this.#makeStage(fault));
      this.#connect();
    }
  }

  has(kind: LinkFaultKind): boolean {
    return this.#stages.some(({ fault }) => fault.kind === kind);
  }

  /** The source is over, and nothing more will come of it. */
  end(): void {
    this.#take(end);
  }

  /** Paused, it reads no more: what comes waits in the system's buffers, and at last in the sender. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#steer();
  }

  /** The connection is over: what is held is let go. */
  close(): void {
    this.#isClosed = true;
    this.setFaults([]);
  }

  #take(item: Item): void {
    if (this.#isClosed || this.#hasEnded) return;
    this.#hasEnded = item === end;
    const [first] = this.#stages;
    if (item !== end) {
      this.#heldBytes += item.length;
      this.#bytes?.sent.add(item);
    }
    if (first === undefined) this.#write(item);
    else first.toxic.push(item);
    this.#steer();
  }

  #write(item: Item): void {
    if (item !== end) this.#heldBytes -= item.length;
    const { sink } = this.#options;
    if (this.#isClosed || sink.destroyed || sink.writableEnded) return;
    if (item !== end) this.#bytes?.arrived?.add(item);
    if (item === end) sink.end();
    // Its callback, not `drain`: a large write that the system takes at once is followed by no drain.
    else sink.write(item, () => this.#steer());
    this.#steer();
  }

  /** Lets the source flow or stops it, by what there is room for. */
  #steer(): void {
    const { source, sink } = this.#options;
    const isFull = this.#isPaused || sink.writableLength > sink.writableHighWaterMark || this.#heldBytes > maxHeldBytes;
    if (isFull === source.isPaused()) return;
    if (isFull) source.pause();
    else source.resume();
  }

  #connect(): void {
    for (const [at, stage] of this.#stages.entries()) {
      const after = this.#stages[at + 1];
      stage.next = after === undefined ? (item) => this.#write(item) : (item) => after.toxic.push(item);
    }
  }

  #makeStage(fault: LinkFault): Stage {
    const { leg, clock, close, random, report } = this.#options;
    const throttle = new Throttle(clock);
    const stage: Pick<Stage, 'next' | 'isHoled'> = { next: undefined, isHoled: false };
    const link: Link = {
      leg,
      clock,
      random: random(fault),
      close,
      pass: (item) => stage.next?.(item),
      drop: (bytes) => {
        this.#heldBytes -= bytes;
        stage.isHoled ||= this.#options.isPipelined;
        this.#steer();
      },
      report: (act) => {
        stage.isHoled ||= act.act === 'corrupted';
        if (throttle.lets(act)) report(fault, act);
      },
    };
    return Object.assign(stage, { fault, toxic: makeToxic(fault, link) });
  }
}

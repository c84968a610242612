/**
 * How much may be under way to a viewer, from how long its answers take: TCP takes megabytes for somebody who gets 50 kB a second,
 * and what is in there comes minutes late. Times in ms of any clock that does not go back.
 */
const window = { first: 128 << 10, least: 8 << 10, most: 4 << 20 } as const;
/** An answer within this says that there is room; after that, that there was too much. */
const answer = { quickMs: 250, slowMs: 700 } as const;

interface Sent {
  upTo: number;
  bytes: number;
  atMs: number;
}

export class Pace {
  #window: number = window.first;
  #sent: Sent[] = [];
  #underWay = 0;

  get underWay(): number {
    return this.#underWay;
  }

  get hasRoom(): boolean {
    return this.#underWay < this.#window;
  }

  /** At most so much in one packet, that more than one fits. */
  get packetBytes(): number {
    return Math.max(window.least / 2, this.#window / 4);
  }

  sent(packet: Sent): void {
    this.#sent.push(packet);
    this.#underWay += packet.bytes;
  }

  /** The viewer has got all events up to this one. */
  seen(upTo: number, nowMs: number): void {
    let tookMs: number | undefined;
    const wasFull = !this.hasRoom;
    while (this.#sent[0] !== undefined && this.#sent[0].upTo <= upTo) {
      const [first] = this.#sent.splice(0, 1);
      this.#underWay -= first?.bytes ?? 0;
      tookMs = nowMs - (first?.atMs ?? nowMs);
    }
    if (tookMs === undefined) return;
    if (tookMs > answer.slowMs) this.#window = Math.max(window.least, this.#window / 2);
    else if (tookMs < answer.quickMs && wasFull) this.#window = Math.min(window.most, this.#window * 2);
  }

  /** How long the oldest has been under way. */
  oldestMs(nowMs: number): number {
    return nowMs - (this.#sent[0]?.atMs ?? nowMs);
  }
}

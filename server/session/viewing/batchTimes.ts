/** So many batches are remembered: what is older than their oldest is as old as that. */
const maxBatches = 2000;

/** When which events came: how far somebody is behind, in ms. */
export class BatchTimes {
  #batches: { lastSeq: number; atMs: number }[] = [];

  add(lastSeq: number, atMs: number): void {
    this.#batches.push({ lastSeq, atMs });
    if (this.#batches.length > 2 * maxBatches) this.#batches = this.#batches.slice(-maxBatches);
  }

  /** How long ago the first event after `seq` came; 0 when none has. */
  ageAfter(seq: number, nowMs: number): number {
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#batches[middle]?.lastSeq ?? Infinity) > seq) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, nowMs - (this.#batches[low]?.atMs ?? nowMs));
  }

  /** How long ago the newest came. */
  quietFor(nowMs: number): number {
    return nowMs - (this.#batches.at(-1)?.atMs ?? -Infinity);
  }
}

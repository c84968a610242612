import { baseOffsetOf, placeBatch, type RecordBatch } from '../wire/recordBatch.ts';

export interface KeptBatch extends RecordBatch {
  readonly baseOffset: number;
  /** Counts through all partitions, so that the oldest of all is known. */
  readonly age: number;
}

/** What a batch costs beside its bytes. */
const batchOverheadBytes = 200;
export const costOf = ({ bytes }: RecordBatch): number => bytes.length + batchOverheadBytes;

/** The batches of one partition, in order. The oldest can go; offsets are never used again. */
export class PartitionLog {
  /** Of the oldest record that is kept. */
  start: number;
  /** Of the record that comes next. */
  end: number;
  cost = 0;
  readonly #waiting = new Set<() => void>();
  #batches: KeptBatch[] = [];

  constructor(start = 0) {
    this.start = start;
    this.end = start;
  }

  get batches(): readonly KeptBatch[] {
    return this.#batches;
  }

  get oldest(): KeptBatch | undefined {
    return this.#batches[0];
  }

  /** Returns the offset of its first record. The bytes are copied and carry that offset then. */
  append(batch: RecordBatch, age: number): KeptBatch {
    const bytes = Buffer.from(batch.bytes);
    placeBatch(bytes, this.end);
    return this.#keep({ ...batch, bytes }, age);
  }

  /** As it was before a restart: it has its offset already. */
  restore(batch: RecordBatch, age: number): void {
    const baseOffset = baseOffsetOf(batch.bytes);
    if (baseOffset < this.end) return;
    if (this.#batches.length === 0) this.start = baseOffset;
    this.end = baseOffset;
    this.#keep(batch, age);
  }

  dropOldest(): void {
    const dropped = this.#batches.shift();
    if (dropped === undefined) return;
    this.cost -= costOf(dropped);
    this.start = this.#batches[0]?.baseOffset ?? this.end;
  }

  /** Whole batches from the one that holds the offset on; the first one even when it is larger than asked for. */
  read(offset: number, maxBytes: number): Buffer[] {
    const found: Buffer[] = [];
    let size = 0;
    for (let index = this.#indexOf(offset); index < this.#batches.length; index += 1) {
      const bytes = this.#batches[index]?.bytes;
      if (bytes === undefined || (size > 0 && size + bytes.length > maxBytes)) break;
      found.push(bytes);
      size += bytes.length;
    }
    return found;
  }

  /** The first record that is at least so young, as far as batches tell; undefined when there is none. */
  offsetAt(timestamp: number): KeptBatch | undefined {
    return this.#batches.find(({ newestTimestamp }) => newestTimestamp >= timestamp);
  }

  /** Calls back at each append until the returned function is called. */
  onAppend(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** Whoever waits for records looks again. */
  wake(): void {
    for (const callback of this.#waiting) callback();
  }

  #keep(batch: RecordBatch, age: number): KeptBatch {
    const kept = { ...batch, baseOffset: this.end, age };
    this.#batches.push(kept);
    this.end += batch.count;
    this.cost += costOf(batch);
    return kept;
  }

  /** Of the first batch that ends behind the offset, by halves. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const batch = this.#batches[middle];
      if (batch !== undefined && batch.baseOffset + batch.count <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

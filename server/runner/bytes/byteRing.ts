import { nowUs } from '../trace/tracer.ts';
import type { ByteBudget } from './byteBudget.ts';

/** So much of one leg of one connection is kept; the oldest makes room. */
export const maxRingBytes = 256 * 1024;
const firstRingBytes = 4096;
/** Chunks smaller than this on the average are forgotten before the ring is full. */
const maxMarks = 4096;

/** What is kept of one leg: `bytes` begin at `from` of the stream. */
export interface KeptBytes {
  from: number;
  bytes: Buffer;
  /** Where chunks begin, counted from the beginning of the stream, and when they came; in order. */
  chunks: readonly { at: number; atUs: number }[];
}

/**
 * The newest bytes of one leg of one connection. They are copied: a chunk that is kept would outlive the young generation of
 * the heap, which costs more than copying the few hundred bytes that a message has (docs/performance.md).
 */
export class ByteRing {
  readonly #budget: ByteBudget;
  #bytes: Buffer | undefined;
  /** How many bytes have passed. */
  #total = 0;
  /** How many of them are kept. */
  #kept = 0;
  /** Where each chunk begins and when it came, in turns. */
  #marks: number[] = [];

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  add(chunk: Buffer): void {
    const { length } = chunk;
    if (length === 0) return;
    const marks = this.#marks;
    marks.push(this.#total, nowUs());
    if (marks.length >= maxMarks * 4) marks.splice(0, marks.length - maxMarks * 2);
    const bytes = this.#room(this.#kept + length);
    const size = bytes.length;
    const part = length > size ? chunk.subarray(length - size) : chunk;
    const at = (this.#total + length - part.length) % size;
    const atOnce = part.copy(bytes, at);
    if (atOnce < part.length) part.copy(bytes, 0, atOnce);
    this.#total += length;
    this.#kept = Math.min(this.#kept + length, size);
  }

  read(): KeptBytes {
    const [first = this.#total] = this.#marks;
    const from = Math.max(this.#total - this.#kept, first);
    const chunks: { at: number; atUs: number }[] = [];
    for (let mark = 0; mark < this.#marks.length; mark += 2) {
      const [at = 0, atUs = 0] = this.#marks.slice(mark, mark + 2);
      const end = this.#marks[mark + 2] ?? this.#total;
      if (end > from) chunks.push({ at: Math.max(at, from), atUs });
    }
    return { from, bytes: this.#copy(from), chunks };
  }

  /** Nothing is kept any more. */
  forget(): void {
    this.#budget.give(this.#bytes?.length ?? 0);
    this.#bytes = undefined;
    this.#kept = 0;
    this.#marks = [];
  }

  /** A ring that holds so many bytes, or the largest that it may have. */
  #room(wanted: number): Buffer {
    const now = this.#bytes;
    if (now !== undefined && (wanted <= now.length || now.length === maxRingBytes)) return now;
    let size = now?.length ?? firstRingBytes;
    while (size < wanted && size < maxRingBytes) size *= 2;
    const more = size - (now?.length ?? 0);
    // The first few kilobytes are everybody's, or a ring without any would have to be told apart from one that has some.
    if (now !== undefined && !this.#budget.take(more)) return now;
    if (now === undefined) this.#budget.takeAnyway(more);
    const larger = Buffer.allocUnsafeSlow(size);
    // Moved in the stream's order: where a byte lies depends on the size of its ring.
    const kept = this.#copy(this.#total - this.#kept);
    for (let done = 0, at = (this.#total - kept.length) % size; done < kept.length; at = 0) {
      done += kept.copy(larger, at, done);
    }
    this.#bytes = larger;
    return larger;
  }

  #copy(from: number): Buffer {
    const ring = this.#bytes;
    if (ring === undefined) return Buffer.alloc(0);
    const length = this.#total - from;
    const at = from % ring.length;
    const first = ring.subarray(at, Math.min(at + length, ring.length));
    return Buffer.concat([first, ring.subarray(0, length - first.length)]);
  }
}

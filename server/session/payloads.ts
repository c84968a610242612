import type { Json } from '#shared/json.ts';
import { maxEventDataBytes } from '#shared/trace.ts';

/** Deeper values could overflow the stack of whoever writes them out as JSON. */
const maxDepth = 200;

/** About how many bytes a value takes as JSON, Infinity when too deep. Stops counting at `enough`: a huge value costs no more than a big one. */
export function roughBytes(value: unknown, enough: number, depth = 0): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  if (depth > maxDepth) return Infinity;
  let bytes = 2;
  for (const key in value) {
    bytes += key.length + 4 + roughBytes((value as Record<string, unknown>)[key], enough - bytes, depth + 1);
    if (bytes > enough) return bytes;
  }
  return bytes;
}

/** A value as it goes into the stream. `whole` is there when it was cut and can be fetched. */
export interface StreamedValue {
  data: Json;
  /** About how many bytes `data` takes. */
  bytes: number;
  dataBytes?: number;
  whole?: Json;
}

/** Cuts what is too long for the stream to the beginning of its JSON text. */
export function streamedValue(value: Json): StreamedValue {
  // A character takes up to three bytes: what is surely small enough is not written out to be measured.
  const rough = roughBytes(value, maxEventDataBytes);
  if (rough * 3 <= maxEventDataBytes) return { data: value, bytes: rough };
  if (roughBytes(value, Infinity) === Infinity) return { data: `(nested deeper than ${maxDepth} levels)`, bytes: 50 };
  const text = JSON.stringify(value);
  const dataBytes = Buffer.byteLength(text);
  if (dataBytes <= maxEventDataBytes) return { data: value, bytes: dataBytes };
  return { data: beginning(text), bytes: maxEventDataBytes, dataBytes, whole: value };
}

/** Never ends in half a character. */
function beginning(text: string): string {
  return Buffer.from(text)
    .subarray(0, maxEventDataBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

/** The whole payloads of cut events, as long as they fit: the oldest make room. */
export class PayloadStore {
  readonly #payloads = new Map<number, { data: Json; bytes: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  put(seq: number, payload: { data: Json; bytes: number }): void {
    if (payload.bytes > this.#maxBytes) return;
    this.#payloads.set(seq, payload);
    this.#bytes += payload.bytes;
    for (const [oldest, { bytes }] of this.#payloads) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#payloads.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  get(seq: number): Json | undefined {
    return this.#payloads.get(seq)?.data;
  }
}

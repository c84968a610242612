/** HPACK (RFC 7541): headers, of which those that were sent before are numbers in a table that both sides keep. */
import { huffmanText } from './huffman.ts';

export interface HeaderEntry {
  /** Within the bytes that were given. */
  at: number;
  length: number;
  name: string;
  value: string;
  how: string;
}

const staticTable: readonly (readonly [name: string, value: string])[] = `
:authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|
:status=304|:status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|
access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|
content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|
if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|
referer|refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate`
  .replaceAll('\n', '')
  .split('|')
  .map((entry) => {
    const [name = '', value = ''] = entry.split('=');
    return [name, value] as const;
  });

const tableBytes = 4096;
const entryOverhead = 32;

/** The table of one leg, as far as what made it was seen. */
export class HeaderTable {
  /** Newest first. */
  #entries: (readonly [name: string, value: string])[] = [];
  #maxBytes = tableBytes;

  /** All headers of a block; undefined when it is none. What was said before the first block is not known. */
  read(block: Uint8Array): HeaderEntry[] | undefined {
    const entries: HeaderEntry[] = [];
    const reader = new BlockReader(block);
    while (reader.at < block.length) {
      const { at } = reader;
      const entry = this.#readEntry(reader);
      if (entry === undefined) return undefined;
      entries.push({ ...entry, at, length: reader.at - at });
    }
    return entries;
  }

  #readEntry(reader: BlockReader): Omit<HeaderEntry, 'at' | 'length'> | undefined {
    const first = reader.peek();
    if (first >= 0x80) {
      const index = reader.int(7);
      const known = index === undefined || index === 0 ? undefined : this.#at(index);
      return (
        known && { name: known[0], value: known[1], how: `Number ${index} of the table, instead of name and value.` }
      );
    }
    if (first >= 0x20 && first < 0x40) {
      const size = reader.int(5);
      if (size === undefined) return undefined;
      this.#maxBytes = size;
      this.#evict();
      return { name: 'table size', value: String(size), how: 'How large the table may be from now on, in bytes.' };
    }
    const isKept = first >= 0x40;
    const index = reader.int(isKept ? 6 : 4);
    const name = index === undefined ? undefined : index === 0 ? reader.text() : this.#at(index)?.[0];
    const value = name === undefined ? undefined : reader.text();
    if (name === undefined || value === undefined) return undefined;
    if (isKept) {
      this.#entries.unshift([name, value]);
      this.#evict();
    }
    const said = index === 0 ? 'Name and value' : `The name is number ${index} of the table, the value`;
    const kept = isKept
      ? ', and kept in the table for the next time'
      : first >= 0x10
        ? ', never to be kept: it may be a secret'
        : '';
    return { name, value, how: `${said} as a text${kept}.` };
  }

  #at(index: number): readonly [name: string, value: string] {
    const known = index <= staticTable.length ? staticTable[index - 1] : this.#entries[index - staticTable.length - 1];
    return known ?? [`entry ${index}`, 'not known: what made it is not kept any more'];
  }

  #evict(): void {
    let bytes = 0;
    const fits = this.#entries.findIndex(([name, value]) => {
      bytes += name.length + value.length + entryOverhead;
      return bytes > this.#maxBytes;
    });
    if (fits >= 0) this.#entries.length = fits;
  }
}

class BlockReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  peek(): number {
    return this.#bytes[this.at] ?? 0;
  }

  /** A number whose first bits stand in the lower ones of this byte. */
  int(prefix: number): number | undefined {
    const most = 2 ** prefix - 1;
    const first = this.#bytes[this.at];
    if (first === undefined) return undefined;
    this.at += 1;
    let value = first & most;
    if (value < most) return value;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) return undefined;
      this.at += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return undefined;
  }

  text(): string | undefined {
    const isHuffman = this.peek() >= 0x80;
    const length = this.int(7);
    if (length === undefined || this.at + length > this.#bytes.length) return undefined;
    const bytes = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return isHuffman ? huffmanText(bytes) : new TextDecoder('latin1').decode(bytes);
  }
}

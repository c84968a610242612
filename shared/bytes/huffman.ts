/** The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: the lengths of the codes say what they are. */

/** In bits, of the bytes from 0 to 255. */
const lengths = `
13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
6 10 10 12 13 6 8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10
13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6
15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28
20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26`
  .trim()
  .split(/\s+/)
  .map(Number);

const maxBits = 30;

/** By length and code: the byte. */
const bytesByCode = new Map<number, number>();
let code = 0;
for (let bits = 1; bits <= maxBits; bits += 1) {
  for (const [byte, length] of lengths.entries()) {
    if (length !== bits) continue;
    bytesByCode.set(keyOf(bits, code), byte);
    code += 1;
  }
  code *= 2;
}

/** Both fit into the 53 bits of a number. */
function keyOf(bits: number, value: number): number {
  return bits * 2 ** 32 + value;
}

/** The text that these bytes stand for; undefined when they are no such code. */
export function huffmanText(bytes: Uint8Array): string | undefined {
  const text: number[] = [];
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      value = value * 2 + ((byte >> bit) & 1);
      bits += 1;
      const found = bytesByCode.get(keyOf(bits, value));
      if (found !== undefined) {
        text.push(found);
        value = 0;
        bits = 0;
      } else if (bits > maxBits) return undefined;
    }
  }
  // What is left is padding: the first bits of the end-of-text code, which are ones.
  if (bits > 7 || value !== 2 ** bits - 1) return undefined;
  return new TextDecoder('latin1').decode(Uint8Array.from(text));
}

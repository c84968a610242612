import { textOf, type Explanation, type Field, type Span } from './frame.ts';

/** Longer values are shown as their beginning. */
const maxShown = 200;
/** What comes after so many fields is shown as one. */
const maxFields = 2000;

/** There are not enough bytes, or they do not mean anything here. */
class Incomplete extends Error {}

export interface Names {
  name: string;
  says: string;
  /** What to show instead of the number or text itself. */
  show?: (value: string) => string;
}

/** Reads a frame from its beginning to its end and writes down what each part of it is. */
export class FieldReader {
  readonly fields: Field[] = [];
  readonly packets: Span[] = [];
  readonly ids: Explanation['ids'] = [];
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  /** Of the fields from now on. */
  part: string | undefined;

  constructor(bytes: Uint8Array, { at, length }: Span) {
    this.bytes = bytes;
    this.at = at;
    this.end = Math.min(at + length, bytes.length);
  }

  get left(): number {
    return this.end - this.at;
  }

  /** @throws Incomplete when this cannot be such a frame */
  fail(): never {
    throw new Incomplete();
  }

  /** The next bytes are one field. `value` is what they say. */
  take(length: number, { name, says, show }: Names, value?: string): string {
    if (length < 0 || length > this.left || !Number.isInteger(length)) this.fail();
    if (this.fields.length >= maxFields) this.fail();
    const said = value ?? textOf(this.bytes, this.at, length);
    const shown = show === undefined ? said : show(said);
    const { at } = this;
    this.at += length;
    // What is empty, such as a text without characters, has no bytes to point at.
    if (length === 0) return said;
    const cut = shown.length > maxShown ? `${shown.slice(0, maxShown)}…` : shown;
    this.fields.push({ name, at, length, value: cut, says, ...(this.part === undefined ? {} : { part: this.part }) });
    return said;
  }

  /** An unsigned number of so many bytes, the highest first. */
  uint(length: 1 | 2 | 3 | 4 | 8, names: Names): number {
    const number = this.peekUint(length);
    this.take(length, names, String(number));
    return number;
  }

  /** As `uint`, in two's complement. */
  int(length: 1 | 2 | 4 | 8, names: Names): number {
    const view = this.#view(length);
    const number =
      length === 1
        ? view.getInt8(0)
        : length === 2
          ? view.getInt16(0)
          : length === 4
            ? view.getInt32(0)
            : Number(view.getBigInt64(0));
    this.take(length, names, String(number));
    return number;
  }

  peekUint(length: 1 | 2 | 3 | 4 | 8, ahead = 0): number {
    if (length + ahead > this.left) this.fail();
    let number = 0;
    for (let place = 0; place < length; place += 1) number = number * 256 + (this.bytes[this.at + ahead + place] ?? 0);
    return number;
  }

  /** Bytes that mean nothing to a reader, as hex. */
  opaque(length: number, names: Names): void {
    if (length > this.left) this.fail();
    this.take(length, names, hexOf(this.bytes.subarray(this.at, this.at + Math.min(length, 64)), length));
  }

  /** What the answer will be known by. */
  noteId(id: string): void {
    if (id !== '') this.ids.push({ id, part: this.part });
  }

  /** What the application sent, to be marked. */
  markPacket(length: number): void {
    const known = Math.min(length, this.left);
    if (known > 0) this.packets.push({ at: this.at, length: known });
  }

  #view(length: number): DataView {
    if (length > this.left) this.fail();
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, length);
  }
}

export function hexOf(bytes: Uint8Array, length = bytes.length): string {
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return length > bytes.length ? `${text} …` : text;
}

const rest = {
  incomplete: {
    name: 'incomplete',
    says: 'The rest of this frame is not among the bytes that are kept, or it is not what it should be here.',
  },
  more: { name: 'more', says: 'More of the same; too many fields to show them one by one.' },
  after: { name: 'rest', says: 'Bytes after what this frame is known to hold.' },
};

/** The fields of a frame, all of it, whatever its bytes are. `read` gives its name. */
export function explained(bytes: Uint8Array, span: Span, read: (reader: FieldReader) => string): Explanation {
  const reader = new FieldReader(bytes, span);
  let name = '';
  let left = rest.after;
  try {
    name = read(reader);
  } catch (error) {
    if (!(error instanceof Incomplete)) throw error;
    left = reader.fields.length >= maxFields ? rest.more : rest.incomplete;
  }
  const { fields, packets, ids } = reader;
  if (reader.left > 0) {
    const value = hexOf(bytes.subarray(reader.at, Math.min(reader.end, reader.at + 64)), reader.left);
    fields.push({ ...left, at: reader.at, length: reader.left, value });
  }
  return { name: name === '' ? (fields[0]?.value ?? '') : name, fields, packets, ids };
}

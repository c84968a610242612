import { CommandError, notAnInteger, syntaxError } from '../commandError.ts';
import { parseInteger } from '../resp/integers.ts';

/** Arguments of one command, read by position. A missing one is a syntax error, as the arity was checked before. */
export class Arguments {
  readonly #values: readonly Buffer[];

  constructor(values: readonly Buffer[]) {
    this.#values = values;
  }

  get count(): number {
    return this.#values.length;
  }

  bytes(index: number): Buffer {
    const value = this.#values[index];
    if (value === undefined) throw syntaxError();
    return value;
  }

  /** One character per byte. */
  text(index: number): string {
    return this.bytes(index).toString('latin1');
  }

  word(index: number): string {
    return this.text(index).toLowerCase();
  }

  integer(index: number, otherwise?: string): bigint {
    const value = parseInteger(this.bytes(index));
    if (value !== undefined) return value;
    throw otherwise === undefined ? notAnInteger() : new CommandError(otherwise);
  }

  texts(from = 0): string[] {
    return this.#values.slice(from).map((value) => value.toString('latin1'));
  }

  from(index: number): Arguments {
    return new Arguments(this.#values.slice(index));
  }
}

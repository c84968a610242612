// A file that outlives the process, so that a killed broker comes back with what it held. What the system has been given
// by `write` survives a SIGKILL; only the machine's own end could lose it, and then the session is gone as well.
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries, writeEntry, type Entry } from './entry.ts';

const fileName = 'journal';

export class Journal {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;

  constructor(folder: string) {
    this.#path = join(folder, fileName);
  }

  /** Everything written to it, as far as it has not been written anew. */
  get bytes(): number {
    return this.#bytes;
  }

  read(): Iterable<Entry> {
    return existsSync(this.#path) ? readEntries(readFileSync(this.#path)) : [];
  }

  add(entry: Entry): void {
    if (this.#file !== undefined) this.#write(this.#file, entry);
  }

  /** Replaces it by these entries: a file beside it is written whole, then renamed. */
  rewrite(entries: Iterable<Entry>): void {
    const aside = `${this.#path}.new`;
    this.close();
    this.#bytes = 0;
    const file = openSync(aside, 'w', 0o600);
    for (const entry of entries) this.#write(file, entry);
    renameSync(aside, this.#path);
    this.#file = file;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #write(file: number, entry: Entry): void {
    const bytes = writeEntry(entry);
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    this.#bytes += bytes.length;
  }
}

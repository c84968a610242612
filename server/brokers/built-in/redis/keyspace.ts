import { CommandError } from './commandError.ts';

export interface Entry {
  readonly value: Buffer;
  /** Unix time in ms; Infinity when it never expires. */
  readonly expiresAt: number;
}

/** Memory of all databases of one broker together. */
export class KeyBudget {
  readonly limitBytes: number;
  usedBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }
}

/** What one key costs besides its bytes, roughly: map slot, entry and buffer object. */
const entryBytes = 200;

/** One database. Keys that are over time are dropped when they are met, and all of them when room is needed. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #budget: KeyBudget;

  constructor(budget: KeyBudget) {
    this.#budget = budget;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt > Date.now()) return entry;
    this.delete(key);
    return undefined;
  }

  set(key: string, value: Buffer, expiresAt: number): void {
    const before = this.get(key);
    const more = cost(key, value) - (before === undefined ? 0 : cost(key, before.value));
    if (this.#budget.usedBytes + more > this.#budget.limitBytes) this.dropExpired();
    if (more > 0 && this.#budget.usedBytes + more > this.#budget.limitBytes) {
      throw new CommandError("OOM command not allowed when used memory > 'maxmemory'.");
    }
    this.#budget.usedBytes += more;
    this.#entries.set(key, { value: ownCopy(value), expiresAt });
  }

  expireAt(key: string, expiresAt: number): void {
    const entry = this.get(key);
    if (entry !== undefined) this.#entries.set(key, { value: entry.value, expiresAt });
  }

  delete(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#budget.usedBytes -= cost(key, entry.value);
    this.#entries.delete(key);
    return entry.expiresAt > Date.now();
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.delete(key);
  }

  keys(): string[] {
    this.dropExpired();
    return [...this.#entries.keys()];
  }

  get size(): number {
    this.dropExpired();
    return this.#entries.size;
  }

  dropExpired(): void {
    const now = Date.now();
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= now) this.delete(key);
    }
  }
}

function cost(key: string, value: Buffer): number {
  return entryBytes + key.length + value.length;
}

/** Node cuts small buffers from shared 8 kB slabs: kept as it is, a value of one byte could hold on to a whole slab. */
function ownCopy(value: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(value.length);
  value.copy(copy);
  return copy;
}

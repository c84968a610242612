/**
 * A map for what comes and goes with every message. V8's own, when it has been rebuilt, leads from its old table to the new one; as
 * soon as one of these tables is old enough to be passed over by the collector of young objects, so are all after it, and whatever
 * was in them: each message then outlived its end by seconds (docs/performance.md). The keys of a plain object lead nowhere.
 */
export class PassingMap<V> extends Map<string, V> {
  // Without a prototype: no key means anything. Kept in order, as nobody uses array indices as ids.
  #values = Object.create(null) as Record<string, V>;
  #size = 0;

  override get size(): number {
    return this.#size;
  }

  override get(key: string): V | undefined {
    return this.#values[key];
  }

  override has(key: string): boolean {
    return key in this.#values;
  }

  override set(key: string, value: V): this {
    if (!(key in this.#values)) this.#size += 1;
    this.#values[key] = value;
    return this;
  }

  override delete(key: string): boolean {
    if (!(key in this.#values)) return false;
    delete this.#values[key];
    this.#size -= 1;
    return true;
  }

  override clear(): void {
    this.#values = Object.create(null) as Record<string, V>;
    this.#size = 0;
  }

  override keys(): MapIterator<string> {
    return Object.keys(this.#values).values();
  }

  override values(): MapIterator<V> {
    return Object.values(this.#values).values();
  }

  override entries(): MapIterator<[string, V]> {
    return Object.entries(this.#values).values();
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  override forEach(tell: (value: V, key: string, map: Map<string, V>) => void): void {
    for (const [key, value] of this) tell(value, key, this);
  }
}

import type { Flow, Part } from './flow.ts';
import { insertAt } from './records.ts';

type Items = Record<string, unknown>;

/**
 * A Flow while a list of edits changes it. Each part is copied once, at its first change, and then changed in place, so that a
 * list of n edits costs n and not n². The flow it began with stays as it was.
 */
export class Draft {
  /** The flow as changed so far; valid until the next change. */
  current: Flow;
  readonly #copied = new Set<Part>();

  constructor(flow: Flow) {
    this.current = flow;
  }

  items(part: Part): Readonly<Items> {
    return this.current[part] ?? {};
  }

  rename(name: string): void {
    this.current = { ...this.current, name };
  }

  /** As `insertAt`. */
  put(part: Part, entry: { key: string; value: unknown; index?: number | undefined }): void {
    const items = this.#own(part);
    const isInPlace = entry.index === undefined;
    const isLast = entry.index === Object.keys(items).length && !Object.hasOwn(items, entry.key);
    if (isInPlace || isLast) items[entry.key] = entry.value;
    else this.#set(part, insertAt(items, entry));
  }

  remove(part: Part, key: string): void {
    const items = this.#own(part);
    delete items[key];
  }

  /** The flow with all changes. One that has no groups any more is again one without that part, as before the first. */
  done(): Flow {
    if (this.current.groups === undefined || Object.keys(this.current.groups).length > 0) return this.current;
    const { groups: _none, ...rest } = this.current;
    return rest;
  }

  #own(part: Part): Items {
    if (!this.#copied.has(part)) this.#set(part, { ...this.items(part) });
    return this.current[part] as Items;
  }

  #set(part: Part, items: Items): void {
    this.current = { ...this.current, [part]: items };
    this.#copied.add(part);
  }
}

import type { Flow, Part } from './flow.ts';
import { insertAt } from './records.ts';

type Items = Record<string, unknown>;

/** Parts that came later than the others: a flow may be without them. */
const laterParts = ['groups', 'registries'] as const satisfies readonly Part[];

/**
 * A Flow while a list of edits changes it. Each part is copied once, at its first change, and then changed in place, so that a
 * list of n edits costs n and not n². The flow it began with stays as it was.
 */
export class Draft {
  /** The flow as changed so far; valid until the next change. */
  current: Flow;
  readonly #copied = new Set<Part>();
  /** The keys of a part in their order, once somebody has asked for a place among them. */
  readonly #orders = new Map<Part, string[]>();

  constructor(flow: Flow) {
    this.current = flow;
  }

  items(part: Part): Readonly<Items> {
    return this.current[part] ?? {};
  }

  /** The place of an item among its sisters, -1 when it is not there. */
  indexOf(part: Part, key: string): number {
    // From behind: what is taken back first was mostly added last.
    return this.#order(part).lastIndexOf(key);
  }

  rename(name: string): void {
    this.current = { ...this.current, name };
  }

  /** As `insertAt`. */
  put(part: Part, entry: { key: string; value: unknown; index?: number | undefined }): void {
    const items = this.#own(part);
    const isNew = !Object.hasOwn(items, entry.key);
    const isInPlace = entry.index === undefined;
    if (isInPlace || (isNew && entry.index === this.#order(part).length)) {
      if (isNew) this.#orders.get(part)?.push(entry.key);
      items[entry.key] = entry.value;
      return;
    }
    this.#set(part, insertAt(items, entry));
    this.#orders.delete(part);
  }

  remove(part: Part, key: string): void {
    const items = this.#own(part);
    const order = this.#orders.get(part);
    const place = order?.lastIndexOf(key) ?? -1;
    if (place >= 0) order?.splice(place, 1);
    delete items[key];
  }

  /** The flow with all changes. One that has no groups or registries any more is again one without that part, as before the first. */
  done(): Flow {
    const empty = laterParts.filter((part) => {
      const items = this.current[part];
      return items !== undefined && Object.keys(items).length === 0;
    });
    if (empty.length === 0) return this.current;
    const done = { ...this.current };
    for (const part of empty) delete done[part];
    return done;
  }

  #order(part: Part): string[] {
    const known = this.#orders.get(part);
    if (known !== undefined) return known;
    const order = Object.keys(this.items(part));
    this.#orders.set(part, order);
    return order;
  }

  #own(part: Part): Items {
    if (!this.#copied.has(part)) this.#set(part, { ...this.items(part) });
    return this.current[part] as Items;
  }

  #set(part: Part, items: Items): void {
    const isThere = this.current[part] !== undefined;
    const changed = { ...this.current, [part]: items };
    this.current = isThere ? changed : laterPartsLast(changed);
    this.#copied.add(part);
  }
}

/** In the order of the format, so that an undone removal gives the same text. */
function laterPartsLast({ groups, registries, ...others }: Flow): Flow {
  return {
    ...others,
    ...(groups === undefined ? {} : { groups }),
    ...(registries === undefined ? {} : { registries }),
  };
}

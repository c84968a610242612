import type { Subscription } from 'rxjs';
import type { Address } from '../service/listenerLink.ts';
import { systemClock, type Clock } from '../faults/link/clock.ts';
import { instanceListSchema, type Instance, type Wanted } from './instance.ts';
import { RegistryLink } from './registryLink.ts';

export interface RegistryViewParts {
  wanted: Wanted;
  address: () => Address | undefined;
  /** The replicas to choose from are others now. */
  onChange: (instances: readonly Instance[]) => void;
  clock?: Clock;
}

/** After the connection to the registry was lost. */
const retryMs = 200;

/**
 * What a caller knows of the instances of a service: the registry tells it whenever it has changed.
 *
 * Without a registry the last list stays. One that has just started may not have heard of everybody yet: until it is
 * settled it can add to the list, and take off only who said goodbye to it.
 */
export class RegistryView {
  readonly #parts: RegistryViewParts;
  readonly #link: RegistryLink;
  readonly #clock: Clock;
  #instances = new Map<string, Instance>();
  #watch: Subscription | undefined;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: RegistryViewParts) {
    this.#parts = parts;
    this.#link = new RegistryLink(parts.address);
    this.#clock = parts.clock ?? systemClock;
    this.#listen();
  }

  /** Asks for the list now; without an answer it stays as it is. */
  async sync(): Promise<void> {
    if (this.#isClosed) return;
    try {
      this.#take(await this.#link.ask('list', this.#parts.wanted));
    } catch {
      // The registry does not answer: the last list stays.
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#watch?.unsubscribe();
    this.#link.cut();
  }

  #listen(): void {
    this.#cancel();
    if (this.#isClosed) return;
    const onEnd = (): void => {
      this.#cancel();
      if (!this.#isClosed) this.#cancel = this.#clock.after(retryMs, () => this.#listen());
    };
    this.#watch = this.#link.watch(this.#parts.wanted, { onList: (list) => this.#take(list), onEnd });
  }

  #take(list: unknown): void {
    const parsed = instanceListSchema.safeParse(list);
    if (!parsed.success || this.#isClosed) return;
    const { instances, isSettled, left } = parsed.data;
    const told = new Map(instances.map((one) => [one.id, one]));
    const now = isSettled ? told : new Map([...this.#instances, ...told]);
    for (const id of left) now.delete(id);
    const isSame = now.size === this.#instances.size && [...now.keys()].every((id) => this.#instances.has(id));
    this.#instances = now;
    if (!isSame) this.#parts.onChange([...now.values()]);
  }
}

import type { Instance, InstanceList, Wanted } from './instance.ts';

/** How often an instance is to be heard of, and after how long a silence it leaves; ms. */
export interface RegistrySettings {
  heartbeatMs: number;
  timeoutMs: number;
}

/** An instance on the list. `late`: a heartbeat is overdue by half. */
export interface Listed {
  instance: Instance;
  state: 'up' | 'late';
  silentMs: number;
}

interface Entry {
  instance: Instance;
  heardAtMs: number;
}

/** Strangers may register too. */
const maxEntries = 500;

/**
 * Who is alive, as far as a registry knows. It has no timer and no clock: time is told to it.
 *
 *   register ─▶ up ── no heartbeat for 1.5 × heartbeatMs ─▶ late ── for timeoutMs ─▶ gone
 *               ╰────────────── heartbeat ◀─────────────────╯
 */
export class RegistryBook {
  readonly #entries = new Map<string, Entry>();
  readonly #openedAtMs: number;
  #settings: RegistrySettings;
  /** Who said goodbye. */
  readonly #left = new Set<string>();

  constructor(settings: RegistrySettings, nowMs: number) {
    this.#settings = settings;
    this.#openedAtMs = nowMs;
  }

  get settings(): RegistrySettings {
    return this.#settings;
  }

  retune(settings: RegistrySettings): void {
    this.#settings = settings;
  }

  /** `joined`: it was not on the list. `full`: there is no room. */
  register(instance: Instance, nowMs: number): 'joined' | 'known' | 'full' {
    const isKnown = this.#entries.has(instance.id);
    if (!isKnown && this.#entries.size >= maxEntries) return 'full';
    this.#entries.set(instance.id, { instance, heardAtMs: nowMs });
    this.#left.delete(instance.id);
    return isKnown ? 'known' : 'joined';
  }

  /** False when it is not on the list and has to register. */
  heard(id: string, nowMs: number): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    entry.heardAtMs = nowMs;
    return true;
  }

  leave(id: string): Instance | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (entry !== undefined) this.#left.add(id);
    return entry?.instance;
  }

  /** Takes off the list whoever has been silent for too long, and gives them. */
  expire(nowMs: number): Instance[] {
    const gone = [...this.#entries.values()].filter(({ heardAtMs }) => nowMs - heardAtMs >= this.#settings.timeoutMs);
    for (const { instance } of gone) this.#entries.delete(instance.id);
    return gone.map(({ instance }) => instance);
  }

  list(nowMs: number): Listed[] {
    return [...this.#entries.values()]
      .map(({ instance, heardAtMs }): Listed => {
        const silentMs = Math.max(0, nowMs - heardAtMs);
        return { instance, state: silentMs >= this.#lateMs ? 'late' : 'up', silentMs };
      })
      .toSorted((one, other) => (one.instance.id < other.instance.id ? -1 : 1));
  }

  /** What callers are told. */
  found({ service, listener }: Wanted, nowMs: number): InstanceList {
    const instances = this.list(nowMs)
      .map(({ instance }) => instance)
      .filter((one) => one.service === service && one.listener === listener);
    const isSettled = this.isSettled(nowMs);
    if (isSettled) this.#left.clear();
    return { instances, isSettled, left: [...this.#left] };
  }

  /** Whether everybody who lives has had the time to be heard of. */
  isSettled(nowMs: number): boolean {
    return nowMs - this.#openedAtMs >= this.#settings.timeoutMs;
  }

  /** How long until somebody is late or gone, or it is settled, if nothing is heard; undefined when nothing will happen. */
  nextChangeMs(nowMs: number): number | undefined {
    const { timeoutMs } = this.#settings;
    const due = [...this.#entries.values()].map(({ heardAtMs }) => {
      const isLate = nowMs - heardAtMs >= this.#lateMs;
      return heardAtMs + (isLate ? timeoutMs : Math.min(this.#lateMs, timeoutMs)) - nowMs;
    });
    if (!this.isSettled(nowMs)) due.push(this.#openedAtMs + timeoutMs - nowMs);
    return due.length === 0 ? undefined : Math.max(0, Math.min(...due));
  }

  get #lateMs(): number {
    return this.#settings.heartbeatMs * 1.5;
  }
}

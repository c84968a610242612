import type { Hosted } from '#shared/ipc.ts';
import { servicesApart } from '#shared/flow/processes.ts';
import { KeptPorts } from './keptPorts.ts';
import { gone, Host, type HostParts } from './host.ts';

export interface HostsParts extends Omit<HostParts, 'apart' | 'take' | 'after' | 'elsewhere' | 'onHosting'> {
  take: HostParts['take'];
  /** For a service that has a process of its own. */
  takeApart: HostParts['take'];
}

/**
 * The processes of one session: the runner, and one for each service that is drawn with its own. A service of the latter
 * that somebody has put down has no process until it is started.
 */
export class Hosts {
  readonly main: Host;
  readonly #parts: HostsParts;
  readonly #apart = new Map<string, Host>();
  /** By service: the act that has put it down last. */
  readonly #downByHand = new Map<string, symbol>();
  /** Until these have settled the process is still there. */
  readonly #ends = new Map<string, Promise<void>>();
  readonly #ports = new KeptPorts();
  #isClosed = false;

  constructor(parts: HostsParts) {
    this.#parts = parts;
    this.main = new Host({ ...this.#common(undefined), take: parts.take, after: () => Promise.resolve() });
  }

  get all(): Host[] {
    return [this.main, ...this.#apart.values()];
  }

  /** Whether there are several of them, or could be in a moment. */
  get isDivided(): boolean {
    return this.#apart.size > 0 || this.#downByHand.size > 0;
  }

  get downByHand(): string[] {
    return [...this.#downByHand.keys()];
  }

  /** The process in which a service lives; undefined while its own one was put down. */
  of(service: string | undefined): Host | undefined {
    if (service === undefined) return this.main;
    return this.#downByHand.has(service) ? undefined : (this.#apart.get(service) ?? this.main);
  }

  /** Ends processes until there is none too many, and begins to load those that are missing; none once it is closed. */
  async match(): Promise<void> {
    if (this.#isClosed) return;
    const wanted = new Set(servicesApart(this.#parts.flow()));
    for (const service of this.downByHand) if (!wanted.has(service)) this.#downByHand.delete(service);
    const over = [...this.#apart].filter(([service]) => !wanted.has(service));
    for (const [service] of over) this.#apart.delete(service);
    await Promise.all(over.map(([, host]) => host.close()));
    if (this.#isClosed) return;
    for (const service of wanted) {
      if (this.#apart.has(service) || this.#downByHand.has(service)) continue;
      const { takeApart: take } = this.#parts;
      this.#apart.set(
        service,
        new Host({ ...this.#common(service), apart: service, take, after: () => this.main.settled() }),
      );
    }
  }

  /** Resolves when every process lives according to what is wanted now, or has said why not. */
  async apply(): Promise<void> {
    await Promise.all(this.all.map((host) => host.apply()));
    await this.introduced();
  }

  /** Resolves when every process knows where the services of the others are now. */
  async introduced(): Promise<void> {
    await Promise.all(this.all.map((host) => host.hasMet()));
  }

  /** Everything that happened so far has been handed over. */
  async flush(): Promise<void> {
    if (this.isDivided) await Promise.all(this.all.map((host) => host.flush()));
  }

  /** Ends the process of a service that has its own, and keeps it from coming back. Resolves with what `letUp` takes back. */
  async putDown(service: string, action: 'kill' | 'stop'): Promise<symbol | undefined> {
    const host = this.#apart.get(service);
    if (host === undefined) return this.#downByHand.get(service);
    const act = Symbol(action);
    this.#downByHand.set(service, act);
    const end = this.#end(host, service, action);
    this.#ends.set(service, end);
    await end.finally(() => {
      if (this.#ends.get(service) === end) this.#ends.delete(service);
    });
    return act;
  }

  /**
   * It may have a process again: `match` makes one. Resolves when the last one is gone; of no effect when it was put down
   * anew after `act`, by default the last one that did so.
   */
  async letUp(service: string, act = this.#downByHand.get(service)): Promise<void> {
    await this.#ends.get(service);
    if (this.#downByHand.get(service) === act) this.#downByHand.delete(service);
  }

  /** No process is begun any more, whoever asks. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.all.map((host) => host.close()));
  }

  async #end(host: Host, service: string, action: 'kill' | 'stop'): Promise<void> {
    if (action === 'kill') await host.kill();
    else {
      await host.ask({ do: 'actOnService', service, action });
      await host.flush();
      await host.close();
    }
    // A kill may have been quicker than this stop.
    if (this.#apart.get(service) !== host) return;
    this.#apart.delete(service);
    for (const each of this.all) each.introduce();
    const done = action === 'kill' ? 'was killed (SIGKILL)' : 'has ended';
    this.#parts.onServiceStates([service], 'down', `Its process ${done}. It stays down until it is started.`);
    await this.introduced();
  }

  #common(apart: string | undefined): Omit<HostParts, 'take' | 'after'> {
    return {
      ...this.#parts,
      plan: () => {
        const plan = this.#parts.plan();
        return { ...plan, ports: this.#ports.of(plan.flow.services) };
      },
      onStatus: () => {
        for (const { status } of this.all) this.#ports.note(status);
        this.#parts.onStatus();
      },
      elsewhere: () => this.#elsewhere(apart),
      onHosting: () => {
        for (const host of this.all) host.introduce();
      },
    };
  }

  #elsewhere(apart: string | undefined): Record<string, Hosted> {
    if (!this.isDivided) return {};
    const others = this.all.filter((host) => host.apart !== apart).map(({ hosting }) => hosting);
    const down = Object.fromEntries(this.downByHand.map((service) => [service, gone]));
    return Object.assign({}, ...others, down) as Record<string, Hosted>;
  }
}

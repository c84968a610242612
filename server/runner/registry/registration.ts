import type { Address } from '../service/listenerLink.ts';
import { systemClock, type Clock } from '../faults/link/clock.ts';
import { bounded } from '../service/bounded.ts';
import { heardSchema, type Instance } from './instance.ts';
import { RegistryLink } from './registryLink.ts';

export interface RegistrationParts {
  instance: Instance;
  /** Where the registry is; undefined while it does not run. */
  address: () => Address | undefined;
  clock?: Clock;
}

/** Until a registry has said how often it wants to hear of it. */
const firstRetryMs = 250;
/** A service starts without its registry too. */
const maxAnnounceMs = 1000;
const maxLeaveMs = 500;

/**
 * What a replica tells a registry about itself, over a connection of its own, as long as its process lives:
 *
 *   register ─▶ heartbeat ─▶ heartbeat ─▶ … ─▶ leave, unless it dies
 *
 * One that stands still says nothing. A registry that does not know it (any more) gets it registered again.
 */
export class Registration {
  readonly #instance: Instance;
  readonly #link: RegistryLink;
  readonly #clock: Clock;
  #heartbeatMs = firstRetryMs;
  #isKnown = false;
  #isPaused: boolean;
  #isOver = false;
  #cancel: () => void = () => undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor({ instance, address, clock = systemClock }: RegistrationParts, isPaused: boolean) {
    this.#instance = instance;
    this.#link = new RegistryLink(address);
    this.#clock = clock;
    this.#isPaused = isPaused;
  }

  /** Resolves when it is registered, or there is nobody to register with; then it goes on trying. */
  announce(): Promise<void> {
    this.#beat();
    return bounded(this.#beating, maxAnnounceMs);
  }

  /** Standing still it says nothing; going on it says so at once, as its timers are overdue. */
  setPaused(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (!isPaused) this.#beat();
  }

  /** It goes on purpose: nobody has to wait for its silence. */
  async leave(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancel();
    if (!this.#isPaused) await bounded(this.#goodbye(), maxLeaveMs);
    this.end();
  }

  /** Its process has ended. */
  end(): void {
    this.#isOver = true;
    this.#cancel();
    this.#link.cut();
  }

  async #goodbye(): Promise<void> {
    // A registration that is on its way must not arrive after it.
    await this.#beating;
    await this.#link.ask('leave', { id: this.#instance.id });
  }

  #beat(): void {
    this.#cancel();
    this.#beating = this.#beating.then(() => this.#tell());
    void this.#beating.then(() => {
      this.#cancel();
      if (!this.#isOver) this.#cancel = this.#clock.after(this.#heartbeatMs, () => this.#beat());
    });
  }

  async #tell(): Promise<void> {
    if (this.#isPaused || this.#isOver) return;
    try {
      if (this.#isKnown) await this.#say('heartbeat', { id: this.#instance.id });
      if (!this.#isKnown && !this.#isOver) await this.#say('register', this.#instance);
    } catch {
      // No registry, or none that answers: the next heartbeat tries again.
    }
  }

  async #say(pattern: 'register' | 'heartbeat', data: unknown): Promise<void> {
    const { isKnown, heartbeatMs } = heardSchema.parse(await this.#link.ask(pattern, data));
    this.#isKnown = isKnown;
    this.#heartbeatMs = heartbeatMs;
  }
}

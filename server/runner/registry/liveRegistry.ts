import type { BrokerContents } from '#shared/brokerContents.ts';
import type { Registry } from '#shared/flow/flow.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { RegistryStatus } from '#shared/status.ts';
import { systemClock, type Clock } from '../faults/link/clock.ts';
import type { Address } from '../service/listenerLink.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { Heard, Instance } from './instance.ts';
import { RegistryBook } from './registryBook.ts';
import { RegistryServer } from './registryServer.ts';
import { RegistryNews, registryContents } from './registryContents.ts';

export interface LiveRegistryParts {
  id: string;
  registry: Registry;
  tracer: Tracer;
  onStatus: () => void;
  clock?: Clock;
}

export type RegistryAction = 'kill' | 'stop' | 'start' | 'restart';

/** A registry that is drawn: a NestJS microservice over TCP of our own, and the list that it keeps. Started anew, the list is empty. */
export class LiveRegistry {
  readonly #parts: LiveRegistryParts;
  readonly #clock: Clock;
  readonly #news = new RegistryNews();
  #settings: Registry;
  #book: RegistryBook;
  #server: RegistryServer | undefined;
  #problem: Problem | undefined;
  /** Kept when it is started again: strangers may have written it down. */
  #port = 0;
  #late = new Set<string>();
  #isSettledTold = false;
  #cancel: () => void = () => undefined;
  #turn: Promise<void> = Promise.resolve();

  /** Never rejects: what went wrong is in the status. */
  static async start(parts: LiveRegistryParts): Promise<LiveRegistry> {
    const live = new LiveRegistry(parts);
    await live.#open();
    return live;
  }

  private constructor(parts: LiveRegistryParts) {
    this.#parts = parts;
    this.#settings = parts.registry;
    this.#clock = parts.clock ?? systemClock;
    this.#book = new RegistryBook(parts.registry, this.#clock.now());
  }

  /** Where replicas and callers reach it; undefined while it is down. */
  get address(): Address | undefined {
    return this.#server?.address;
  }

  retune(registry: Registry): void {
    this.#settings = registry;
    this.#book.retune(registry);
    this.#tick();
  }

  /** What is killed or stopped stays down until it is started. */
  act(action: RegistryAction): Promise<void> {
    return this.#inTurn(async () => {
      if (action !== 'start') await this.#shut(action === 'kill' ? 'It was killed.' : 'It was stopped.');
      if (action === 'start' || action === 'restart') await this.#open();
    });
  }

  status(): RegistryStatus {
    const listed = this.#book.list(this.#clock.now());
    return {
      state: this.#server === undefined ? 'down' : 'up',
      port: this.address?.port ?? 0,
      instances: listed.map(({ instance: { service, listener, replica, host, port }, state }) => ({
        service,
        listener,
        replica,
        address: `${host}:${port}`,
        state,
      })),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  contents(): BrokerContents {
    const nowMs = this.#clock.now();
    return registryContents(this.#book.list(nowMs), this.#news.told(nowMs));
  }

  close(): Promise<void> {
    this.#cancel();
    return this.#inTurn(async () => {
      this.#cancel();
      const server = this.#server;
      this.#server = undefined;
      await server?.close();
    });
  }

  async #open(): Promise<void> {
    if (this.#server !== undefined) return;
    const nowMs = this.#clock.now();
    this.#book = new RegistryBook(this.#settings, nowMs);
    this.#late = new Set();
    this.#isSettledTold = false;
    try {
      this.#server = await this.#listen();
      this.#port = this.#server.address?.port ?? 0;
      this.#problem = undefined;
      this.#tell('up', 'It listens, and knows nobody yet.');
    } catch (error) {
      const message = `The registry cannot listen: ${String(error)}. Start it again.`;
      this.#problem = problem('listenFailed', message, `registries.${this.#parts.id}`);
      this.#tell('down', message);
    }
    this.#tick();
  }

  /** Its old port may have gone to somebody else meanwhile. */
  #listen(): Promise<RegistryServer> {
    const desk = {
      register: (instance: Instance) => this.#register(instance),
      heartbeat: (id: string) => this.#heartbeat(id),
      leave: (id: string) => this.#leave(id),
      list: (wanted: Parameters<RegistryBook['found']>[0]) => this.#book.found(wanted, this.#clock.now()),
    };
    return RegistryServer.open(desk, this.#port).catch(() => RegistryServer.open(desk, 0));
  }

  async #shut(note: string): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#cancel();
    this.#server = undefined;
    this.#book = new RegistryBook(this.#settings, this.#clock.now());
    this.#late = new Set();
    await server.close();
    this.#tell('down', `${note} Callers keep the last list that they got.`);
    this.#parts.onStatus();
  }

  #register(instance: Instance): Heard {
    const outcome = this.#book.register(instance, this.#clock.now());
    if (outcome === 'joined') this.#changed('joined', instance, 'It registered.');
    return this.#heard(outcome !== 'full', instance.id);
  }

  #heartbeat(id: string): Heard {
    return this.#heard(this.#book.heard(id, this.#clock.now()), id);
  }

  #heard(isKnown: boolean, id: string): Heard {
    if (this.#late.has(id)) this.#tick();
    return { isKnown, heartbeatMs: this.#settings.heartbeatMs };
  }

  #leave(id: string): void {
    const instance = this.#book.leave(id);
    if (instance !== undefined) this.#changed('left', instance, 'It said goodbye.');
  }

  #changed(state: 'joined' | 'left', instance: Instance, why: string): void {
    this.#tell(state, why, instance);
    this.#server?.tell();
    this.#tick();
  }

  /** Time has passed, or who is on the list has changed. */
  #tick(): void {
    this.#cancel();
    if (this.#server === undefined) return this.#parts.onStatus();
    const nowMs = this.#clock.now();
    const gone = this.#book.expire(nowMs);
    for (const instance of gone) {
      this.#tell('left', `No heartbeat for ${this.#settings.timeoutMs} ms.`, instance);
    }
    const isSettled = this.#book.isSettled(nowMs);
    if (gone.length > 0 || isSettled !== this.#isSettledTold) this.#server.tell();
    this.#isSettledTold = isSettled;
    this.#late = new Set(
      this.#book.list(nowMs).flatMap(({ instance, state }) => (state === 'late' ? [instance.id] : [])),
    );
    const nextMs = this.#book.nextChangeMs(nowMs);
    if (nextMs !== undefined) this.#cancel = this.#clock.after(nextMs, () => this.#tick());
    this.#parts.onStatus();
  }

  #tell(state: 'up' | 'down' | 'joined' | 'left', note: string, instance?: Instance): void {
    const { id, tracer } = this.#parts;
    const { service, replica, listener } = instance ?? {};
    this.#news.note(this.#clock.now(), { state, note, instance });
    const place = instance === undefined ? {} : { service, replica, listener };
    tracer.change({ type: 'registryChanged', registry: id, ...place, state, note });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }
}

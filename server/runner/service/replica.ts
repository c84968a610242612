import { setImmediate, setTimeout } from 'node:timers/promises';
import type { LinkFault } from '#shared/faults/fault.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { grpcContract } from '#shared/transports/grpcContract.ts';
import { firstOfEach } from '../health/brokerWay.ts';
import { ServiceHealth } from '../health/serviceHealth.ts';
import type { LiveApp } from './app.ts';
import { assemble } from './assemble.ts';
import { bounded } from './bounded.ts';
import type { HandlerTable } from './handlerBody.ts';
import type { Address } from './listenerLink.ts';
import type { Replica, ReplicaOptions, ReplicaState } from './replicaOptions.ts';
import { ReplicaListener } from './replicaListener.ts';
import { RunningHandlers } from './runningHandlers.ts';

/** One live replica of a service: a real Nest application, and the links that lead to it. */

/** Starts a replica; resolves when it is up or has said why not. Never rejects for anything that is drawn wrong. */
export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const replica = new LiveReplica(options);
  await replica.start();
  return replica;
}

const maxDrainMs = 2000;
const maxFlushMs = 500;
const maxCloseMs = 2000;

class LiveReplica implements Replica {
  readonly #options: ReplicaOptions;
  readonly #at: string;
  readonly #listeners: ReadonlyMap<string, ReplicaListener>;
  readonly #running = new RunningHandlers();
  readonly #health: ServiceHealth;
  #bodies: HandlerTable;
  #phase: 'starting' | 'running' | 'down' = 'down';
  #isClosed = false;
  #app: LiveApp | undefined;
  #problems: Problem[] = [];
  /** Starting, stopping and killing happen one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#at = `services.${options.id}`;
    this.#bodies = options.bodies;
    const { service, replica, brokers, random, onInjected, messages, registry, bytes } = options;
    this.#listeners = new Map(
      Object.entries(service.listeners).map(([listener, drawn]) => {
        const place = { service: options.id, replica, listener };
        const made = new ReplicaListener({
          at: `${this.#at}.listeners.${listener}`,
          drawn,
          contract: () => grpcContract(service),
          place,
          brokers,
          random,
          onInjected: (fault, act) => onInjected(fault, place, act),
          messages: messages?.(listener),
          registry: (id) => registry?.(id),
          bytes,
          onChange: () => {
            if (this.#phase === 'running') this.#changed();
          },
        });
        return [listener, made];
      }),
    );
    this.#health = new ServiceHealth({
      brokers: () =>
        firstOfEach([...this.#ways.flatMap((one) => one.brokerWay ?? []), ...(options.wireBrokers?.() ?? [])]),
      closed: () =>
        this.#ways.flatMap(({ drawn, place, state, problem }) =>
          'broker' in drawn || state === 'up' ? [] : [{ listener: place.listener ?? '', problem }],
        ),
    });
  }

  get service(): string {
    return this.#options.id;
  }

  get replica(): number {
    return this.#options.replica;
  }

  get state(): ReplicaState {
    if (this.#phase !== 'running') return this.#phase;
    return [...this.#listeners.values()].every(({ state }) => state === 'up') ? 'up' : 'degraded';
  }

  get problems(): readonly Problem[] {
    const ofListeners = [...this.#listeners.values()].flatMap((listener) => listener.problem ?? []);
    return [...this.#problems, ...ofListeners];
  }

  get ports(): Readonly<Record<string, number>> {
    return this.#each((listener) => listener.port);
  }

  get listenerStates(): Readonly<Record<string, ReplicaState>> {
    return this.#each((listener) => (this.#phase === 'running' ? listener.state : this.#phase));
  }

  get #ways(): ReplicaListener[] {
    return [...this.#listeners.values()];
  }

  address(listener: string): Address | undefined {
    return this.#listeners.get(listener)?.address;
  }

  swap(bodies: HandlerTable): void {
    this.#bodies = bodies;
  }

  setLinkFaults(faults: Readonly<Record<string, readonly LinkFault[]>>): void {
    for (const [id, listener] of this.#listeners) listener.setFaults(faults[id] ?? []);
  }

  setPaused(isPaused: boolean): void {
    for (const listener of this.#listeners.values()) listener.setPaused(isPaused);
  }

  start(): Promise<void> {
    return this.#next(async () => {
      if (this.#isClosed || this.#app !== undefined) return;
      this.#setPhase('starting');
      this.#problems = [];
      try {
        await this.#startApp();
        this.#setPhase('running');
        await Promise.all([...this.#listeners.values()].map((listener) => listener.announce()));
      } catch (error) {
        await this.#end();
        const message = `NestJS refuses to start this service: ${String(error)}. Change what it names.`;
        this.#problems = [problem('listenFailed', message, this.#at)];
        this.#setPhase('down');
      }
    });
  }

  kill(): Promise<void> {
    // At once, whatever else is under way.
    this.#running.stopAll();
    if (this.#app !== undefined) for (const listener of this.#listeners.values()) void listener.cut();
    return this.#next(() => this.#goDown());
  }

  stop(): Promise<void> {
    return this.#next(async () => {
      const listeners = [...this.#listeners.values()];
      if (this.#app !== undefined) {
        await Promise.all(listeners.map((listener) => listener.stopAccepting()));
        await this.#running.idle(maxDrainMs);
        // The last replies leave in the turns after their handlers have ended.
        await setImmediate();
        await setImmediate();
        await Promise.all(listeners.map((listener) => listener.cut({ keepLink: true })));
        await this.#flushed(listeners);
      }
      await this.#goDown();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#listeners.values()].map((listener) => listener.leave()));
    await this.kill();
    await Promise.all([...this.#listeners.values()].map((listener) => bounded(listener.close(), maxCloseMs)));
  }

  async #startApp(): Promise<void> {
    const { service, replica, tracer } = this.#options;
    const { app, problems } = await assemble({
      at: this.#at,
      service,
      listeners: this.#listeners,
      health: this.#health,
      host: { service: this.service, replica, tracer, running: this.#running, bodies: () => this.#bodies },
    });
    this.#app = app;
    this.#problems = problems;
    await Promise.all([...this.#listeners.values()].map((listener) => listener.open()));
  }

  async #goDown(): Promise<void> {
    this.#running.stopAll();
    await this.#end();
    this.#problems = [];
    this.#setPhase('down');
  }

  async #end(): Promise<void> {
    const listeners = [...this.#listeners.values()];
    await bounded(Promise.all(listeners.map((listener) => listener.cut())), maxCloseMs);
    if (this.#app !== undefined) await bounded(this.#app.close(), maxCloseMs);
    this.#app = undefined;
    for (const listener of listeners) listener.forget();
  }

  /** Until the links have passed on what was written before the sockets behind them closed. */
  async #flushed(listeners: readonly ReplicaListener[]): Promise<void> {
    const deadline = performance.now() + maxFlushMs;
    while (listeners.some(({ connections }) => connections > 0) && performance.now() < deadline) await setTimeout(5);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  #setPhase(phase: 'starting' | 'running' | 'down'): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange(this);
  }

  #each<T>(of: (listener: ReplicaListener) => T): Record<string, T> {
    return Object.fromEntries([...this.#listeners].map(([id, listener]) => [id, of(listener)]));
  }
}

import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Flow } from '#shared/flow/flow.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import { firstBrokerSource, missingBrokerSources, startBroker } from '../brokers/startBroker.ts';
import type { TraceExport } from '../otlp/traceExport.ts';
import { WarmRunner } from '../runners/warmRunner.ts';
import { ServerSettings } from '../serverSettings.ts';
import { SavedFlows } from '../store/savedFlows.ts';
import { asStoreProblem } from '../store/storeProblem.ts';
import { LinkBook, type Entry } from './linkBook.ts';
import type { Machine } from './liveFlow.ts';
import { Session } from './session.ts';

const sweepMs = 60_000;

/** The sessions that live on this server, by id. A saved flow comes to life when somebody comes by one of its links. */
@Injectable()
export class Sessions implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #settings: ServerSettings;
  readonly #flows: SavedFlows;
  readonly links: LinkBook;
  readonly #sessions = new Map<string, Session>();
  readonly #waking = new Map<number, Promise<Session>>();
  readonly #closing = new Map<number, Promise<void>>();
  readonly runners: WarmRunner;
  /** When traces go to a collector; set before the first session is opened. */
  otlp: TraceExport | undefined;
  readonly #logger = new Logger('Sessions');
  #sweeper: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(@Inject(ServerSettings) settings: ServerSettings, @Inject(SavedFlows) flows: SavedFlows) {
    this.#settings = settings;
    this.#flows = flows;
    this.links = new LinkBook(flows, () => this.all);
    this.runners = new WarmRunner(settings.runnerEntry, settings.runnerTimes);
  }

  get all(): Session[] {
    return [...this.#sessions.values()];
  }

  onApplicationBootstrap(): void {
    this.#sweeper = setInterval(() => void this.closeIdle(), sweepMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.closeAll();
    await this.runners.close();
    await this.otlp?.close();
    await this.#flows.close();
  }

  /** From now on none is opened. The pages are told nothing: they wait for the server to come back. */
  async closeAll(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#waking.values());
    await Promise.all(this.all.map((session) => this.close(session.id)));
    await Promise.all(this.#closing.values());
  }

  /** Resolves when every service is up or has said why not. */
  async open(flow: Flow, seed?: string): Promise<Session> {
    this.#makeRoom();
    const { key } = await this.save(flow);
    const session = await this.#wake(key, seed);
    await session.open();
    return session;
  }

  /** Keeps a flow that nobody runs yet. */
  async save(flow: Flow): Promise<{ key: number; edit: string }> {
    return this.#flows.create(flow).catch((error: unknown) => {
      throw asStoreProblem(error);
    });
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** One that lives. Counts as use. Throws the Problem of a session that is not there. */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new ProblemError(problem('notFound', notThere, 'session'));
    session.touch();
    return session;
  }

  /** By either link; brings the flow to life when it is not. Counts as use. */
  async enter(secret: string): Promise<Entry & { session: Session }> {
    const entry = await this.links.find(secret);
    const session = this.links.living(entry.key) ?? (await this.#wake(entry.key));
    session.touch();
    return { ...entry, session };
  }

  /** Ends a session; its flow stays. Without a reason nobody is told. */
  async close(id: string, reason?: string): Promise<void> {
    const session = this.get(id);
    this.#sessions.delete(id);
    const closing = session.close(reason).finally(() => this.#closing.delete(session.key));
    this.#closing.set(session.key, closing);
    await closing;
  }

  async closeIdle(): Promise<void> {
    const idle = this.all.filter((session) => session.idleMs >= this.#settings.idleMs);
    const minutes = Math.round(this.#settings.idleMs / 60_000);
    await Promise.all(idle.map((session) => this.close(session.id, `Nobody used it for ${minutes} minutes.`)));
  }

  /** Those who come at the same time wait for the same session. */
  #wake(key: number, seed?: string): Promise<Session> {
    const known = this.#waking.get(key);
    if (known !== undefined) return known;
    const waking = this.#load(key, seed).finally(() => this.#waking.delete(key));
    this.#waking.set(key, waking);
    return waking;
  }

  async #load(key: number, seed: string | undefined): Promise<Session> {
    this.#makeRoom();
    // What it was told last must be on disk.
    await this.#closing.get(key);
    const { log } = this.#flows;
    const [{ edit, view }, loaded] = await Promise.all([this.#flows.secrets(key), log.load(key)]);
    this.#makeRoom();
    const session = new Session({
      id: edit,
      viewSecret: view,
      key,
      loaded,
      log,
      machine: this.#machine(),
      relayLimits: this.#settings.relayLimits,
      seed,
      onConflict: () => this.#closeOutdated(edit),
    });
    this.otlp?.follow(session);
    this.#sessions.set(edit, session);
    void session.open();
    return session;
  }

  #closeOutdated(id: string): void {
    if (!this.#sessions.has(id)) return;
    this.#putToSleep(id, 'Another Patchbay on the same data folder changed this flow. Open its link again.');
  }

  #putToSleep(id: string, reason: string): void {
    this.close(id, reason).catch((error: unknown) => this.#logger.error('A session did not close', error));
  }

  /** A full server puts to sleep whoever has not been used for the longest time: the flow stays, and wakes by its links. */
  #makeRoom(): void {
    const full = this.#whyFull();
    if (!this.#closed && full === undefined) return;
    const [resting] = this.all
      .filter(({ idleMs }) => idleMs >= this.#settings.restMs)
      .toSorted((a, b) => b.idleMs - a.idleMs);
    if (resting !== undefined && !this.#closed) {
      this.#putToSleep(resting.id, 'Nobody used it, and the server needed the room.');
      return;
    }
    const message = `This server runs ${this.#sessions.size} sessions and ${full ?? 'is closing'}. Close one, or wait until one is idle.`;
    throw new ProblemError(problem('tooMany', message));
  }

  /** Who runs out of memory is killed by the system, and all sessions with it. */
  #whyFull(): string | undefined {
    const { maxSessions, leastFreeMb, freeMb } = this.#settings;
    if (this.#sessions.size >= maxSessions) return 'takes no more';
    // Those that are about to end give back what they have.
    const free = Math.round(freeMb()) + this.#closing.size * sessionMb;
    return free < leastFreeMb ? `its machine has ${free} MB of memory left, too little for another one` : undefined;
  }

  #machine(): Machine {
    const { brokerEnv, allowedHosts, now } = this.#settings;
    return {
      takeRunner: () => this.runners.take(),
      takeRunnerApart: () => this.runners.takeSmall(ownProcessMb),
      warmUp: () => this.runners.warmUpSoon(),
      startBroker: (wanted) => startBroker(wanted, brokerEnv),
      firstBrokerSource: (wanted) => firstBrokerSource(wanted, brokerEnv),
      missingBrokerSources: (transport) => missingBrokerSources(transport, brokerEnv),
      allowedHosts,
      now,
    };
  }
}

/** Small, so that a handler that takes more and more memory meets the end of it soon. */
const ownProcessMb = 64;

/** About. */
const sessionMb = 100;

const notThere = 'There is no such session; it may have been closed. Open another one at /.';

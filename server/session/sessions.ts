import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Flow } from '#shared/flow/flow.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import { readBrokerMode } from '../brokers/brokerMode.ts';
import { startRedisBroker } from '../brokers/redisBroker.ts';
import { builtInRedisEntry } from '../paths.ts';
import { WarmRunner } from '../runners/warmRunner.ts';
import { ServerSettings } from '../serverSettings.ts';
import type { Machine } from './liveFlow.ts';
import { Session } from './session.ts';

const sweepMs = 60_000;

/** All sessions of this server, by id. */
@Injectable()
export class Sessions implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #settings: ServerSettings;
  readonly #sessions = new Map<string, Session>();
  readonly runners: WarmRunner;
  #sweeper: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(@Inject(ServerSettings) settings: ServerSettings) {
    this.#settings = settings;
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
    await this.closeAll('The server was stopped.');
    await this.runners.close();
  }

  /** From now on none is opened. */
  async closeAll(reason: string): Promise<void> {
    this.#closed = true;
    await Promise.all(this.all.map((session) => this.close(session.id, reason)));
  }

  /** Resolves when every service is up or has said why not. */
  async open(flow: Flow): Promise<Session> {
    if (this.#closed || this.#sessions.size >= this.#settings.maxSessions) {
      const message = `This server runs ${this.#sessions.size} sessions and takes no more. Close one, or wait until one is idle.`;
      throw new ProblemError(problem('tooMany', message));
    }
    // The link is all that it takes to enter, so nobody may guess it.
    const id = randomBytes(18).toString('base64url');
    const session = new Session({ id, flow, machine: this.#machine(), relayLimits: this.#settings.relayLimits });
    this.#sessions.set(id, session);
    await session.open();
    return session;
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Counts as use. Throws the Problem of a session that is not there. */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      const message = `There is no session "${id}"; it may have been closed. Open another one at /.`;
      throw new ProblemError(problem('notFound', message, 'session'));
    }
    session.touch();
    return session;
  }

  async close(id: string, reason: string): Promise<void> {
    const session = this.get(id);
    this.#sessions.delete(id);
    await session.close(reason);
  }

  async closeIdle(): Promise<void> {
    const idle = this.all.filter((session) => session.idleMs >= this.#settings.idleMs);
    const minutes = Math.round(this.#settings.idleMs / 60_000);
    await Promise.all(idle.map((session) => this.close(session.id, `Nobody used it for ${minutes} minutes.`)));
  }

  #machine(): Machine {
    const { brokerEnv, allowedHosts, now } = this.#settings;
    return {
      takeRunner: () => this.runners.take(),
      warmUp: () => this.runners.warmUp(),
      startBroker: () => startRedisBroker({ env: brokerEnv, builtInEntry: builtInRedisEntry }),
      firstBrokerSource: firstBrokerSource(brokerEnv),
      allowedHosts,
      now,
    };
  }
}

function firstBrokerSource(env: NodeJS.ProcessEnv): Machine['firstBrokerSource'] {
  if (readBrokerMode(env) === 'built-in') return 'built-in';
  return env['REDIS_URL'] ? 'configured' : 'private';
}

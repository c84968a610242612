import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { RunnerState } from '#shared/status.ts';
import type { RunnerNews, RunnerProcess } from './runnerProcess.ts';

export interface SupervisorOptions {
  /** Whose process it is, as the beginning of a sentence: `The runner`. */
  who?: string | undefined;
  take: () => RunnerProcess;
  now: () => number;
  onNews: (news: RunnerNews) => void;
  /** `reason`: words to go after "the runner …". Not called for an end that was asked for. */
  onDeath: (reason: string, willRestart: boolean) => void;
}

const maxDeaths = 5;
const withinMs = 60_000;
const firstBackoffMs = 200;

/**
 * Sees to it that a session has a runner.
 *
 *   starting ──live──▶ up ──death──▶ restarting ──live──▶ up
 *                                        └── 5 deaths within 60 s ──▶ down ──revive──▶ restarting
 *
 * Only the session knows when its flow is live again, so it says so with `markLive`.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #closing = new AbortController();
  #state: RunnerState = 'starting';
  #problem: Problem | undefined;
  #current: RunnerProcess | undefined;
  #next: Promise<RunnerProcess | undefined>;
  #deaths: number[] = [];

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#next = this.#start();
  }

  get state(): RunnerState {
    return this.#state;
  }

  /** Why there is no runner and none will come by itself. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** The runner that there is at this moment, if it is loaded. */
  get current(): RunnerProcess | undefined {
    return this.#current?.isLoaded === true ? this.#current : undefined;
  }

  get pid(): number | undefined {
    return this.#current?.pid;
  }

  markLive(): void {
    this.#state = 'up';
  }

  /** A living, loaded runner; undefined when it was given up or closed. Waits out a restart. */
  async ready(): Promise<RunnerProcess | undefined> {
    while (this.#problem === undefined && !this.#closing.signal.aborted) {
      const runner = await this.#next;
      if (runner?.isAlive === true) return runner;
    }
    return undefined;
  }

  async ask(command: RunnerCommand): Promise<RunnerAnswer> {
    const runner = await this.ready();
    if (runner !== undefined) return runner.ask(command);
    const closed = problem('runnerFailed', 'The session is closed. Open another one.');
    return { ok: false, problem: this.#problem ?? closed };
  }

  /** Tries again after it was given up; of no effect otherwise. */
  revive(): void {
    if (this.#problem === undefined) return;
    this.#problem = undefined;
    this.#deaths = [];
    this.#state = 'restarting';
    this.#next = this.#start();
  }

  /** SIGKILL, and no other one comes. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#closing.abort();
    this.#state = 'down';
    this.#current?.kill();
    await this.#current?.death;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#state = 'down';
    await this.#current?.close();
  }

  async #start(backoffMs = 0): Promise<RunnerProcess | undefined> {
    const { signal } = this.#closing;
    if (backoffMs > 0) await delay(backoffMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return undefined;
    const runner = this.#options.take();
    this.#current = runner;
    if (this.#options.who !== undefined) runner.who = this.#options.who;
    runner.listen((news) => this.#options.onNews(news));
    void runner.death.then((reason) => this.#bury(reason));
    return (await runner.loaded) ? runner : undefined;
  }

  #bury(reason: string): void {
    if (this.#closing.signal.aborted) return;
    const now = this.#options.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < withinMs), now];
    const count = this.#deaths.length;
    if (count >= maxDeaths) {
      this.#state = 'down';
      this.#problem = problem('runnerFailed', givenUp(this.#options.who ?? 'The runner', count, reason));
    } else {
      this.#state = 'restarting';
      // The first restart comes at once; only who dies again and again has to wait.
      this.#next = this.#start(count === 1 ? 0 : firstBackoffMs * 2 ** (count - 2));
    }
    this.#options.onDeath(reason, this.#problem === undefined);
  }
}

const givenUp = (who: string, count: number, reason: string): string =>
  `${who} ended ${count} times within ${withinMs / 1000} s and is not started again: the last time it ${reason}. ` +
  'Change what makes it end; any change of the flow starts it again.';

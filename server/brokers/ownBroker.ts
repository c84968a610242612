import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';
import type { BrokerHandle, BrokerListener, BrokerState } from './brokerHandle.ts';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { LaunchError } from './brokerProcess.ts';
import { BrokerChanges } from './brokerChanges.ts';
import { freePort } from './freePort.ts';
import { askContents, type ReadContents } from './readContents.ts';
import { pauseProcess, pauseRefusal, type PausedProcess } from './pausedProcess.ts';

const host = '127.0.0.1';
const portAttempts = 5;
/** After a kill the system, or a stranger, may hold the port for a moment. */
const samePortAttempts = 20;
const samePortPauseMs = 100;

export interface OwnBrokerOptions {
  readonly source: Exclude<BrokerSource, 'configured'>;
  readonly launch: Launch;
  /** Of its address: `redis`. */
  readonly scheme: string;
  /** Without one a free port is taken. */
  readonly port?: number | undefined;
  readonly label: (process: BrokerProcess) => string;
  readonly tried: readonly string[];
  readonly lacks: readonly string[];
  readonly readContents?: ReadContents | undefined;
  /** Removes what it has kept over its restarts. */
  readonly forget?: (() => Promise<void>) | undefined;
}

/** Starts a broker that belongs to us. Rejects with a LaunchError. */
export async function startOwnBroker(options: OwnBrokerOptions): Promise<BrokerHandle> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    try {
      return new OwnBroker(options, port, await options.launch(port));
    } catch (error) {
      const again = error instanceof LaunchError && error.portTaken && options.port === undefined;
      if (!again || attempt === portAttempts) throw error;
    }
  }
}

/** Kills, restarts and the close are carried out one after the other, in the order in which they were asked for. */
class OwnBroker implements BrokerHandle {
  readonly host = host;
  readonly shared = false;
  readonly source: BrokerSource;
  readonly port: number;
  readonly url: string;
  readonly label: string;
  readonly tried: readonly string[];
  readonly lacks: readonly string[];
  readonly #launch: Launch;
  readonly #readContents: ReadContents | undefined;
  readonly #forget: () => Promise<void>;
  readonly #changes = new BrokerChanges('up');
  #process: BrokerProcess | undefined;
  #paused: PausedProcess | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: OwnBrokerOptions, port: number, process: BrokerProcess) {
    this.source = options.source;
    this.port = port;
    this.url = `${options.scheme}://${host}:${port}`;
    this.label = options.label(process);
    this.tried = options.tried;
    this.lacks = options.lacks;
    this.#launch = options.launch;
    this.#readContents = options.readContents;
    this.#forget = options.forget ?? (() => Promise.resolve());
    this.#watch(process);
  }

  get state(): BrokerState {
    return this.#changes.state;
  }

  get why(): string | undefined {
    return this.#changes.why;
  }

  contents(): Promise<BrokerContents> {
    if (this.#process === undefined)
      return Promise.reject(new ProblemError(problem('notRunning', `${this.label} is down. Start it.`)));
    const { contents } = this.#process;
    return askContents(this, contents ?? this.#readContents);
  }

  refusal(act: 'killed' | 'paused'): Problem | undefined {
    return act === 'paused' ? pauseRefusal() : undefined;
  }

  onChange(listener: BrokerListener): () => void {
    return this.#changes.listen(listener);
  }

  kill(): Promise<void> {
    return this.#inTurn(() => this.#end('killed'));
  }

  restart(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed)
        throw new ProblemError(problem('notRunning', `${this.label} was closed. Open the session anew.`));
      await this.#end('restarting');
      this.#changes.to('starting');
      try {
        this.#watch(await this.#launchOnSamePort());
        this.#changes.to('up');
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#changes.to('down', why);
        throw new ProblemError(
          problem('brokerFailed', `${this.label} did not start again: ${why}. Free port ${this.port} and restart it.`),
        );
      }
    });
  }

  pause(): Promise<void> {
    return this.#inTurn(() => {
      if (this.#process === undefined)
        throw new ProblemError(problem('notRunning', `${this.label} is down. Start it.`));
      this.#paused ??= pauseProcess(this.#process.pid);
      return Promise.resolve();
    });
  }

  resume(): Promise<void> {
    return this.#inTurn(() => {
      this.#paused?.resume();
      this.#paused = undefined;
      return Promise.resolve();
    });
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#inTurn(async () => {
      await this.#end('closed');
      await this.#forget();
      this.#changes.clear();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    // The caller gets the rejection; the next in turn must run all the same.
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** SIGKILL also for closing: there is nothing that a gentle end would save. */
  async #end(why: string): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.#process = undefined;
    await process.kill();
    this.#forgetPause();
    this.#changes.to('down', why);
  }

  #forgetPause(): void {
    this.#paused?.forget();
    this.#paused = undefined;
  }

  async #launchOnSamePort(): Promise<BrokerProcess> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#launch(this.port);
      } catch (error) {
        const again = error instanceof LaunchError && error.portTaken && !this.#closed;
        if (!again || attempt === samePortAttempts) throw error;
        await delay(samePortPauseMs);
      }
    }
  }

  #watch(process: BrokerProcess): void {
    this.#process = process;
    void this.#noteEnd(process);
  }

  async #noteEnd(process: BrokerProcess): Promise<void> {
    const why = await process.ended;
    // An end of our own making has already taken it out.
    if (this.#process !== process) return;
    this.#process = undefined;
    this.#forgetPause();
    this.#changes.to('down', `${process.name} ${why}`);
  }
}

import { RunnerProcess, runnerTimes, type RunnerKind, type RunnerTimes } from './runnerProcess.ts';

/**
 * Keeps one runner loaded and waiting for a plan, so that a session opens at once, and knows every runner that lives.
 * A runner is never used twice: what one session left behind could not reach another one.
 */
export class WarmRunner {
  readonly #entry: string;
  readonly #times: RunnerTimes;
  readonly #living = new Set<RunnerProcess>();
  #warm: RunnerProcess | undefined;
  #closed = false;

  constructor(entry: string, times: Partial<RunnerTimes> = {}) {
    this.#entry = entry;
    this.#times = { ...runnerTimes, ...times };
  }

  /** How many runner processes live, the warm one too. */
  get living(): number {
    return this.#living.size;
  }

  get pid(): number | undefined {
    return this.#warm?.pid;
  }

  /** Whether a session could open now. */
  async isReady(): Promise<boolean> {
    this.warmUp();
    return (await this.#warm?.loaded) === true;
  }

  /** The warm runner, or a new one. Who has taken it calls `warmUp` when it is live: loading the next one takes a whole core. */
  take(): RunnerProcess {
    const runner = this.#warm?.isAlive === true ? this.#warm : this.#start();
    this.#warm = undefined;
    return runner;
  }

  /** One that never waited: for a service that has a process of its own, with so much memory for its values. */
  takeSmall(maxOldSpaceMb: number): RunnerProcess {
    return this.#start({ maxOldSpaceMb });
  }

  /** Loads one, unless there is one. */
  warmUp(): void {
    if (this.#closed || this.#warm?.isAlive === true) return;
    this.#warm = this.#start({ rehearses: true });
  }

  /** As `warmUp`, after what is under way: whoever waits for an answer has it before a core is busy with loading. */
  warmUpSoon(): void {
    setImmediate(() => this.warmUp());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#living].map((runner) => runner.close()));
  }

  #start(kind?: RunnerKind): RunnerProcess {
    const runner = new RunnerProcess(this.#entry, this.#times, kind);
    this.#living.add(runner);
    void runner.death.then(() => this.#living.delete(runner));
    return runner;
  }
}

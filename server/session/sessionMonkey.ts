import { randomInt } from 'node:crypto';
import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyEnd, MonkeySettings, MonkeyView } from '#shared/faults/monkey.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import { MonkeyRun, type MonkeyRunOptions } from './monkeyRun.ts';

type Wanted = Omit<MonkeySettings, 'seed'> & { seed?: number | undefined };

/** The chaos monkey of one session: one at a time. The last one is kept, so that it can be run again. */
export class SessionMonkey {
  readonly #options: MonkeyRunOptions;
  #run: MonkeyRun | undefined;
  #closed = false;

  constructor(options: MonkeyRunOptions) {
    this.#options = options;
  }

  get view(): MonkeyView | undefined {
    return this.#run?.view;
  }

  /** Takes the place of the one that runs, whose faults are mended first. */
  async start(wanted: Wanted): Promise<MonkeyView> {
    while (this.#run?.running === true) await this.end('replaced');
    if (this.#closed) throw new ProblemError(problem('notFound', 'The session has been closed. Open another one.'));
    const settings: MonkeySettings = { ...wanted, seed: wanted.seed ?? randomInt(2 ** 32) };
    this.#run = new MonkeyRun(settings, this.#options);
    return this.#run.view;
  }

  /** Ends it and mends what it has broken. Returns whether one ran. */
  async end(why: MonkeyEnd): Promise<boolean> {
    const run = this.#run;
    if (run?.running !== true) return false;
    await Promise.all(run.halt(why).map((fault) => this.#mend(fault)));
    return true;
  }

  /** Ends it at once. What it has broken is left to whoever calls. */
  halt(why: MonkeyEnd): void {
    this.#run?.halt(why);
  }

  /** To be called when faults have come or gone: those that are not its own any more it lets go of. */
  look(): void {
    this.#run?.look();
  }

  /** With the session, which ends everything. */
  close(): void {
    this.#closed = true;
    this.#run?.halt('told');
  }

  async #mend({ id }: Fault): Promise<void> {
    try {
      await this.#options.faults.remove(id, 'monkey');
    } catch (error) {
      // It ended by itself in this moment.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

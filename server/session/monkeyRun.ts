import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyEnd, MonkeySettings, MonkeyView } from '#shared/faults/monkey.ts';
import { monkeyBegins, msToEnd, msToNextAct, nextAct, type MonkeyProgress } from '#shared/faults/monkeyPlan.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import { nowUs } from '../nowUs.ts';
import type { SessionFaults } from './sessionFaults.ts';

export interface MonkeyRunOptions {
  flow: () => Flow;
  /** The door through which people break and mend, too. */
  faults: Pick<SessionFaults, 'list' | 'put' | 'remove'>;
  onChange: (monkey: MonkeyView) => void;
}

/**
 * A monkey at work: carries out its plan (shared/faults/monkeyPlan.ts) by the clock, from the first act to its end.
 *
 * Each fault ends by itself after its time; the run mends it then as well, for a runner that has died meanwhile counts anew.
 */
export class MonkeyRun {
  readonly #settings: MonkeySettings;
  readonly #options: MonkeyRunOptions;
  readonly #startedAtUs = nowUs();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Its faults that are on, as it put them on. */
  readonly #own = new Map<string, Fault>();
  #progress: MonkeyProgress = monkeyBegins;
  #mending: Promise<void> = Promise.resolve();
  #ended: { why: MonkeyEnd; atUs: number } | undefined;
  #problem: Problem | undefined;

  constructor(settings: MonkeySettings, options: MonkeyRunOptions) {
    this.#settings = settings;
    this.#options = options;
    if (settings.forMs !== undefined) this.#later(settings.forMs, () => this.#finish());
    this.#later(msToNextAct(settings, monkeyBegins), () => this.#act());
    this.#tell();
  }

  get running(): boolean {
    return this.#ended === undefined;
  }

  get view(): MonkeyView {
    const { running } = this;
    return {
      settings: this.#settings,
      running,
      ...(this.#ended === undefined ? {} : { ended: this.#ended.why, endedAtUs: this.#ended.atUs }),
      startedAtUs: this.#startedAtUs,
      acts: this.#progress.acts,
      faults: [...this.#own.keys()],
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /** It does nothing more. Gives back its faults that are still on, for others to mend. */
  halt(why: MonkeyEnd): Fault[] {
    if (!this.running) return [];
    this.#ended = { why, atUs: nowUs() };
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const left = [...this.#own.values()];
    this.#own.clear();
    this.#tell();
    return left;
  }

  /** A fault that is gone is over; one that is another object was changed by somebody, and is theirs. */
  look(): void {
    const before = this.#own.size;
    for (const [id, fault] of this.#own) if (!this.#options.faults.list.includes(fault)) this.#own.delete(id);
    if (this.#own.size < before) this.#tell();
  }

  async #act(): Promise<void> {
    const { act, progress } = nextAct(this.#settings, this.#options.flow(), this.#progress);
    this.#progress = progress;
    const planned = new Set(progress.on.map(({ fault }) => fault.id));
    // Those that end in this very moment do not wait for their own timer: never too many at once.
    for (const [id, fault] of this.#own) if (!planned.has(plannedId(id))) await this.#mend(fault);
    if (this.running && act.fault !== undefined) await this.#put(act.fault);
    if (!this.running) return;
    const toEnd = msToEnd(this.#settings, progress);
    if (toEnd === undefined) this.#later(msToNextAct(this.#settings, progress), () => this.#act());
    else this.#later(toEnd, () => this.#finish());
  }

  async #put(planned: Fault): Promise<void> {
    const fault = { ...planned, id: this.#freeId(planned.id) };
    this.#own.set(fault.id, fault);
    this.#later(this.#settings.eachForMs, () => this.#mend(fault));
    try {
      const on = this.#options.faults.put(fault, 'monkey');
      this.#problem = undefined;
      this.#tell();
      await on;
    } catch (error) {
      this.#problem = error instanceof ProblemError ? error.problem : unexpected(error);
      this.#own.delete(fault.id);
      this.#tell();
    }
  }

  /** Resolves when it, and all that is being mended anyway, acts no more. */
  #mend(fault: Fault): Promise<void> {
    if (!this.#own.delete(fault.id)) return this.#mending;
    this.#mending = Promise.all([this.#mending, this.#remove(fault)]).then(() => undefined);
    return this.#mending;
  }

  async #remove(fault: Fault): Promise<void> {
    try {
      await this.#options.faults.remove(fault.id, 'monkey');
    } catch (error) {
      this.#problem = error instanceof ProblemError ? error.problem : unexpected(error);
    }
    this.#tell();
  }

  async #finish(): Promise<void> {
    for (const fault of this.#own.values()) void this.#mend(fault);
    await this.#mending;
    this.halt('done');
  }

  /** Ids of people's faults are theirs, whatever they are called. */
  #freeId(wanted: string): string {
    const taken = new Set(this.#options.faults.list.map(({ id }) => id));
    let id = wanted;
    for (let again = 2; taken.has(id); again += 1) id = `${wanted}-${again}`;
    return id;
  }

  #later(ms: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void act();
    }, ms);
    this.#timers.add(timer);
  }

  #tell(): void {
    this.#options.onChange(this.view);
  }
}

/** Of the fault in the plan: `monkey_3` when `monkey_3` was taken and it is called `monkey_3-2`. */
const plannedId = (id: string): string => id.split('-')[0] ?? id;

function unexpected(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return problem('internal', `The monkey could not act: ${reason}. Stop it and start it again.`);
}

import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { ChangeEvent, EventPlace, FaultState } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';

const maxFaults = 200;

export type FaultChange = Omit<ChangeEvent, 'seq'>;

export interface SessionFaultsOptions {
  flow: () => Flow;
  /** Why it cannot act on what lives outside of the runner: the brokers. */
  refusal: (fault: Fault) => Problem | undefined;
  /** Those on brokers are carried out there; resolves when they are in force. */
  carryOut: (faults: readonly Fault[]) => Promise<void>;
  /** The runner has the last word. */
  ask: (command: RunnerCommand) => Promise<RunnerAnswer>;
  /** The list is another one. */
  onChange: () => void;
  /** For those who look back at what was broken when. */
  onEvent: (event: FaultChange) => void;
}

/** Who breaks and mends: nobody in particular, or the monkey. */
export type FaultHand = 'monkey' | undefined;

/** What is broken on purpose in one session, in the order in which it was broken. */
export class SessionFaults {
  readonly #options: SessionFaultsOptions;
  #list: Fault[] = [];
  #revision = 0;
  /** The revision with which each came on the list. */
  readonly #since = new WeakMap<Fault, number>();

  constructor(options: SessionFaultsOptions) {
    this.#options = options;
  }

  get list(): Fault[] {
    return this.#list;
  }

  /** As processes are told it. The revision is more with each change that somebody makes to the list. */
  get wanted(): { faults: Fault[]; faultsRevision: number } {
    return { faults: this.#list, faultsRevision: this.#revision };
  }

  /**
   * Adds a fault, or changes the one with its id. It is on the list at once; resolves when it acts.
   * @throws ProblemError when it is refused, here or by the runner, and then everything is as it was
   */
  async put(fault: Fault, by?: FaultHand): Promise<void> {
    const resolution = resolveTarget(this.#options.flow(), fault);
    if (!resolution.ok) throw new ProblemError(resolution.problem);
    const refused = this.#options.refusal(fault);
    if (refused !== undefined) throw new ProblemError(refused);
    const before = this.#list.find(({ id }) => id === fault.id);
    if (before === undefined && this.#list.length >= maxFaults) {
      throw new ProblemError(problem('tooMany', `There are ${maxFaults} faults already. Mend some first.`));
    }
    // Before the runner hears of it: nothing that it causes is older.
    const atUs = nowUs();
    this.#exchange(fault.id, fault);
    const refusal = await this.#tellRunner([fault.id]);
    if (refusal === undefined) {
      // The runner first: what then fails is known to be the fault's work.
      await this.#options.carryOut(this.#list);
      this.#note(fault, { state: before === undefined ? 'on' : 'changed', atUs, by });
      return;
    }
    if (this.#list.includes(fault)) {
      this.#exchange(fault.id, before);
      void this.#tellRunner();
    }
    throw refusal;
  }

  /** @throws ProblemError when there is no such fault */
  async remove(id: string, by?: FaultHand): Promise<void> {
    const fault = this.#list.find((one) => one.id === id);
    if (fault === undefined) {
      throw new ProblemError(problem('notFound', `There is no fault "${id}"; it may have ended by itself.`, 'fault'));
    }
    this.#exchange(id, undefined);
    await this.#options.carryOut(this.#list);
    const refusal = await this.#tellRunner();
    this.#note(fault, { state: 'mended', by });
    if (refusal !== undefined) throw refusal;
  }

  /** Returns how many there were. The runner is told even of none: whatever acts there ends. */
  async removeAll(): Promise<number> {
    const removed = this.#list;
    this.#list = [];
    this.#revision += 1;
    if (removed.length > 0) this.#options.onChange();
    await this.#options.carryOut(this.#list);
    const refusal = await this.#tellRunner();
    for (const fault of removed) this.#note(fault, { state: 'mended' });
    if (refusal !== undefined) throw refusal;
    return removed.length;
  }

  /** The runner says that it is over: its time, or its count. `revision`: of the list that it knew then. */
  end(id: string, revision: number): void {
    const fault = this.#list.find((one) => one.id === id);
    // Of one that was put again meanwhile: what has ended is its predecessor.
    if (fault === undefined || (this.#since.get(fault) ?? 0) > revision) return;
    this.#list = this.#list.filter((one) => one !== fault);
    this.#options.onChange();
    void this.#options.carryOut(this.#list);
    this.#note(fault, { state: 'ended' });
    // A later list, on its way by then, has begun it anew.
    if (this.#revision > revision) void this.#tellRunner();
  }

  /** Lets go of faults whose target is not in the flow any more. */
  dropDangling(): void {
    const flow = this.#options.flow();
    const dangling = this.#list.filter((fault) => !resolveTarget(flow, fault).ok);
    if (dangling.length === 0) return;
    this.#list = this.#list.filter((fault) => !dangling.includes(fault));
    this.#options.onChange();
    void this.#options.carryOut(this.#list);
    for (const fault of dangling) this.#note(fault, { state: 'ended', note: 'What it acted on is gone.' });
  }

  /** Puts another fault, or none, in the place of the one with this id. */
  #exchange(id: string, fault: Fault | undefined): void {
    const index = this.#list.findIndex((one) => one.id === id);
    this.#revision += 1;
    if (fault !== undefined) this.#since.set(fault, this.#revision);
    if (fault === undefined) this.#list = this.#list.filter((one) => one.id !== id);
    else this.#list = index < 0 ? [...this.#list, fault] : this.#list.with(index, fault);
    this.#options.onChange();
  }

  /** Gives back why not. A runner that has just died gets the faults with its next plan. */
  async #tellRunner(anew: string[] = []): Promise<ProblemError | undefined> {
    const answer = await this.#options.ask({ do: 'setFaults', ...this.wanted, anew });
    return answer.ok || answer.problem.code === 'runnerFailed' ? undefined : new ProblemError(answer.problem);
  }

  #note(fault: Fault, change: { state: FaultState; atUs?: number; by?: FaultHand; note?: string }): void {
    const resolution = resolveTarget(this.#options.flow(), fault);
    const place = resolution.ok ? placeOf(resolution.target) : {};
    const { state, atUs = nowUs(), by, note } = change;
    const whose = { ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) };
    this.#options.onEvent({ type: 'faultChanged', state, fault, ...place, ...whose, atUs });
  }
}

function placeOf({ on: _on, ...place }: { on: string } & EventPlace): EventPlace {
  return place;
}

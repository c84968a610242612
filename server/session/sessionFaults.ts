import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { problem, ProblemError } from '#shared/problem.ts';

const maxFaults = 200;

/** What is broken on purpose in one session, in the order in which it was broken. */
export class SessionFaults {
  list: Fault[] = [];

  /** Adds a fault, or changes the one with its id. */
  put(fault: Fault, flow: Flow): void {
    const resolution = resolveTarget(flow, fault);
    if (!resolution.ok) throw new ProblemError(resolution.problem);
    const index = this.list.findIndex(({ id }) => id === fault.id);
    if (index < 0 && this.list.length >= maxFaults) {
      throw new ProblemError(problem('tooMany', `There are ${maxFaults} faults already. Mend some first.`));
    }
    this.list = index < 0 ? [...this.list, fault] : this.list.with(index, fault);
  }

  /** Returns whether there was one. */
  remove(id: string): boolean {
    return this.#keep((fault) => fault.id !== id);
  }

  /** Returns how many there were. */
  removeAll(): number {
    const count = this.list.length;
    this.list = [];
    return count;
  }

  /** Lets go of faults whose target is not in the flow any more. Returns whether there were any. */
  dropDangling(flow: Flow): boolean {
    return this.#keep((fault) => resolveTarget(flow, fault).ok);
  }

  #keep(wanted: (fault: Fault) => boolean): boolean {
    const before = this.list.length;
    this.list = this.list.filter(wanted);
    return this.list.length < before;
  }
}

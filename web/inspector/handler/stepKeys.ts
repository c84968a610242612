import { innerSteps, type Step } from '#shared/steps/step.ts';
import { stepPath, type ListPath, type StepAt } from './stepTree.ts';

/**
 * Steps have no ids, but React, focus and "is it open" need to know which step is which. So each gets a key, and whenever the
 * steps change (moved here, edited by somebody else, undone) the new ones are recognised:
 *
 *   the very same step in the same list ▶ the very same step elsewhere ▶ the next of that kind in the same list ▶ a new key
 */
interface Known {
  key: number;
  kind: Step['do'];
  json: string;
  /** The list it stood in, named by the key of the step that holds it: `` or `4.then`. */
  list: string;
  index: number;
}

export class StepKeys {
  #steps: readonly Step[] | undefined;
  #known: Known[] = [];
  #paths = new Map<string, number>();
  #places = new Map<number, StepAt>();
  #next = 1;

  /** Recognises the steps; cheap when they are the ones of the last time. */
  match(steps: readonly Step[]): void {
    if (steps === this.#steps) return;
    this.#steps = steps;
    const unused = new Set(this.#known);
    this.#known = [];
    this.#paths = new Map();
    this.#places = new Map();
    this.#matchList(steps, { list: '', path: '' }, unused);
  }

  /** The key of the step at a place, as of the last `match`. */
  keyAt(at: StepAt): number {
    return this.#paths.get(stepPath(at)) ?? 0;
  }

  placeOf(key: number): StepAt | undefined {
    return this.#places.get(key);
  }

  #matchList(steps: readonly Step[], where: { list: string; path: ListPath }, unused: Set<Known>): void {
    const texts = steps.map((step) => JSON.stringify(step));
    const found: (Known | undefined)[] = steps.map(() => undefined);
    const look = (fits: (known: Known, index: number) => boolean): void =>
      steps.forEach((_, index) => {
        if (found[index] !== undefined) return;
        const best = nearest(
          index,
          [...unused].filter((known) => fits(known, index)),
        );
        if (best === undefined) return;
        unused.delete(best);
        found[index] = best;
      });
    look((known, index) => known.json === texts[index] && known.list === where.list);
    look((known, index) => known.json === texts[index]);
    look((known, index) => known.kind === steps[index]?.do && known.list === where.list);
    steps.forEach((step, index) => {
      const key = found[index]?.key ?? this.#next++;
      const at = { list: where.path, index };
      this.#known.push({ key, kind: step.do, json: texts[index] ?? '', list: where.list, index });
      this.#paths.set(stepPath(at), key);
      this.#places.set(key, at);
    });
    steps.forEach((step, index) => {
      const key = this.keyAt({ list: where.path, index });
      for (const { path, steps: below } of innerSteps(step)) {
        const slot = path.join('.');
        const inner = { list: `${key}.${slot}`, path: `${stepPath({ list: where.path, index })}.${slot}` };
        this.#matchList(below, inner, unused);
      }
    });
  }
}

function nearest(index: number, known: readonly Known[]): Known | undefined {
  return known.reduce<Known | undefined>(
    (best, one) => (best !== undefined && Math.abs(best.index - index) <= Math.abs(one.index - index) ? best : one),
    undefined,
  );
}

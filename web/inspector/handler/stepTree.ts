import { innerSteps, type Step } from '#shared/steps/step.ts';
import { slotsOf } from '../../steps/slotsOf.ts';

/** Where a list of steps stands: `` for the handler's own, `1.then`, `0.branches.2`, `1.then.0.steps`. */
export type ListPath = string;

/** A place between steps: before the one at `index`, or behind the last. */
export interface Gap {
  list: ListPath;
  index: number;
}
/** One step. Its dotted path below the handler's steps is `stepPath`. */
export type StepAt = Gap;

export const stepPath = ({ list, index }: StepAt): string => (list === '' ? `${index}` : `${list}.${index}`);

/** A list with its path, the handler's own first, then in the order of reading. */
export function listsOf(steps: readonly Step[], list: ListPath = ''): { list: ListPath; steps: readonly Step[] }[] {
  const inner = steps.flatMap((step, index) =>
    innerSteps(step).flatMap(({ path, steps: below }) =>
      listsOf(below, `${stepPath({ list, index })}.${path.join('.')}`),
    ),
  );
  return [{ list, steps }, ...inner];
}

export const listAt = (steps: readonly Step[], list: ListPath): readonly Step[] | undefined =>
  listsOf(steps).find((one) => one.list === list)?.steps;

export const stepAt = (steps: readonly Step[], at: StepAt): Step | undefined => listAt(steps, at.list)?.[at.index];

/** The steps with one list changed; as they are when there is no such list. */
export function changeList(
  steps: readonly Step[],
  list: ListPath,
  change: (steps: readonly Step[]) => readonly Step[],
): Step[] {
  if (list === '') return [...change(steps)];
  return steps.map((step, index) => {
    const below = `${index}.`;
    if (!list.startsWith(below)) return step;
    const path = list.slice(below.length);
    const slot = slotsOf(step).find((one) => path === one.path || path.startsWith(`${one.path}.`));
    if (slot?.steps === undefined) return step;
    return slot.with(changeList(slot.steps, path.slice(slot.path.length + 1), change));
  });
}

export const replaceStep = (steps: readonly Step[], at: StepAt, step: Step): Step[] =>
  changeList(steps, at.list, (list) => list.map((old, index) => (index === at.index ? step : old)));

export const removeStep = (steps: readonly Step[], at: StepAt): Step[] =>
  changeList(steps, at.list, (list) => list.filter((_, index) => index !== at.index));

export const insertSteps = (steps: readonly Step[], { list, index }: Gap, added: readonly Step[]): Step[] =>
  changeList(steps, list, (old) => [...old.slice(0, index), ...added, ...old.slice(index)]);

/** Whether a place lies within a step, where that step itself cannot go. */
export const isInside = (at: StepAt, gap: Gap): boolean =>
  gap.list === stepPath(at) || gap.list.startsWith(`${stepPath(at)}.`);

/** Right before or behind the step itself: putting it there changes nothing. */
export const isSamePlace = (at: StepAt, gap: Gap): boolean =>
  gap.list === at.list && (gap.index === at.index || gap.index === at.index + 1);

/** The step taken from one place and put into another, and where it is then. Undefined when that changes nothing or cannot be. */
export function moveStep(steps: readonly Step[], from: StepAt, to: Gap): { steps: Step[]; at: StepAt } | undefined {
  const step = stepAt(steps, from);
  if (step === undefined || listAt(steps, to.list) === undefined) return undefined;
  if (isInside(from, to) || isSamePlace(from, to)) return undefined;
  // A stand-in keeps all places as they are until the step is at its new one; an object of its own, so it can be found again.
  const standIn: Step = { do: 'log', value: "'moving'" };
  const moved: Step = { ...step };
  const both = insertSteps(replaceStep(steps, from, standIn), to, [moved]);
  const left = placeOf(both, standIn);
  if (left === undefined) return undefined;
  const result = removeStep(both, left);
  const at = placeOf(result, moved);
  return at === undefined ? undefined : { steps: result, at };
}

function placeOf(steps: readonly Step[], step: Step): StepAt | undefined {
  for (const { list, steps: there } of listsOf(steps)) {
    const index = there.indexOf(step);
    if (index >= 0) return { list, index };
  }
  return undefined;
}

/** Every place a step can be put, from top to bottom. The two places beside the step count as one: where it is. */
export function gapsFor(steps: readonly Step[], at: StepAt): Gap[] {
  const gaps = (list: ListPath, there: readonly Step[]): Gap[] => [
    ...there.flatMap((step, index) => [
      { list, index },
      ...innerSteps(step).flatMap(({ path, steps: below }) =>
        gaps(`${stepPath({ list, index })}.${path.join('.')}`, below),
      ),
    ]),
    { list, index: there.length },
  ];
  return gaps('', steps).filter((gap) => !isInside(at, gap) && !(gap.list === at.list && gap.index === at.index + 1));
}

/** Up or down one place in its own list; from the edge of a list out of it, beside the step that holds it. */
export function neighbourGap(steps: readonly Step[], at: StepAt, by: -1 | 1): Gap | undefined {
  const length = listAt(steps, at.list)?.length ?? 0;
  const index = by === -1 ? at.index - 1 : at.index + 2;
  if (index >= 0 && index <= length) return { list: at.list, index };
  const holder = holderOf(at.list);
  if (holder === undefined) return undefined;
  return { list: holder.list, index: by === -1 ? holder.index : holder.index + 1 };
}

/** The step that holds a list; none holds the handler's own. */
export function holderOf(list: ListPath): StepAt | undefined {
  const [, outer = '', index] = /^(?:(.*)\.)?(\d+)\.(?:branches\.\d+|[a-z]+)$/.exec(list) ?? [];
  return index === undefined ? undefined : { list: outer, index: Number(index) };
}

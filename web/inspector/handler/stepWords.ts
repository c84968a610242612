import type { Step } from '#shared/steps/step.ts';
import { slotsOf } from '../../steps/slotsOf.ts';
import { holderOf, listAt, stepAt, type Gap, type ListPath, type StepAt } from './stepTree.ts';

/** How places among steps are called on the screen and said aloud. */

/** `2`, or `2 then 1` inside another step. */
export function stepNumber(steps: readonly Step[], { list, index }: StepAt): string {
  const above = listName(steps, list);
  return above === undefined ? `${index + 1}` : `${above.step} ${above.label} ${index + 1}`;
}

/** `place 2 of 3`, or `place 1 of 2 in then of step 2`, for a step that will stand there. */
export function placeWords(steps: readonly Step[], gap: Gap, moving?: StepAt): string {
  const length = listAt(steps, gap.list)?.length ?? 0;
  const isOwn = moving !== undefined && moving.list === gap.list;
  const place = isOwn && gap.index > moving.index ? gap.index : gap.index + 1;
  const where = listName(steps, gap.list);
  const inList = where === undefined ? '' : ` in ${where.label} of step ${where.step}`;
  return `place ${place} of ${isOwn ? length : length + 1}${inList}`;
}

/** `then` of step `2`; undefined for the handler's own steps. */
export function listName(steps: readonly Step[], list: ListPath): { label: string; step: string } | undefined {
  const holder = holderOf(list);
  const step = holder === undefined ? undefined : stepAt(steps, holder);
  if (holder === undefined || step === undefined) return undefined;
  const path = list.slice(holder.list === '' ? `${holder.index}.`.length : `${holder.list}.${holder.index}.`.length);
  const label = slotsOf(step).find((slot) => slot.path === path)?.label ?? path;
  return { label, step: stepNumber(steps, holder) };
}

import type { KeyboardEvent } from 'react';
import { aimAt, letGo, lift, useLift } from './liftStore.ts';
import type { HandlerSteps } from './stepsContext.ts';
import { gapsFor, isSamePlace, listsOf, type Gap, type StepAt } from './stepTree.ts';
import { placeWords } from './stepWords.ts';

export interface Lifting {
  handler: HandlerSteps;
  /** The key of the step. */
  id: number;
  label: string;
}

/** Where the step stands, as it is drawn. */
export function placeOfKey(handler: HandlerSteps, id: number): StepAt | undefined {
  for (const { list, steps } of listsOf(handler.steps)) {
    const index = steps.findIndex((_, at) => handler.keyAt({ list, index: at }) === id);
    if (index >= 0) return { list, index };
  }
  return undefined;
}

/** Enter or Space on the grip: lifts the step, or puts it down where it was led. */
export function stepLiftedBy({ handler, id, label }: Lifting): void {
  const { key, gap } = useLift.getState();
  const at = placeOfKey(handler, id);
  if (at === undefined) return;
  if (key !== id) {
    lift(id, 'keys', label);
    aimAt(at);
    const where = placeWords(handler.steps, at, at);
    handler.say(`${label} lifted, at ${where}. Arrow keys move it, Enter puts it down, Escape puts it back.`);
    return;
  }
  letGo();
  if (gap === undefined || isSamePlace(at, gap)) handler.say(`${label} put down where it was.`);
  else handler.move(id, gap, 'grip');
}

/** The keys of a lifted step. */
export function liftByKeys(event: KeyboardEvent, { handler, id, label }: Lifting): void {
  const at = placeOfKey(handler, id);
  if (at === undefined) return;
  const gaps = gapsFor(handler.steps, at);
  const present = useLift.getState().gap ?? at;
  const index = gaps.findIndex((gap) => gap.list === present.list && gap.index === present.index);
  const next = nextIndex(event.key, index, gaps.length);
  if (next === 'back') {
    letGo();
    handler.say(`${label} put back.`);
  } else if (next === undefined) return;
  else show({ handler, id, label }, { at, gap: gaps[next] ?? present });
  event.preventDefault();
  event.stopPropagation();
}

function nextIndex(key: string, index: number, length: number): number | 'back' | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(length - 1, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    case 'Escape':
      return 'back';
    default:
      return undefined;
  }
}

function show({ handler }: Lifting, { at, gap }: { at: StepAt; gap: Gap }): void {
  aimAt(gap);
  handler.say(isSamePlace(at, gap) ? 'Where it was.' : `To ${placeWords(handler.steps, gap, at)}.`);
  requestAnimationFrame(() => document.querySelector('[data-steps] [data-drop]')?.scrollIntoView({ block: 'nearest' }));
}

import type { KeyboardEvent } from 'react';
import { isRemoval } from '../../ui/removalKeys.ts';
import type { HandlerSteps } from './stepsContext.ts';
import { neighbourGap, type StepAt } from './stepTree.ts';

interface OnStep {
  handler: HandlerSteps;
  id: number;
  at: StepAt;
}

/** The keys of a step that has the keyboard. What it takes never reaches the canvas, which has the same keys for boxes. */
export function stepKeyDown(event: KeyboardEvent, { handler, id, at }: OnStep): void {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    nudge({ handler, id, at }, event.key === 'ArrowUp' ? -1 : 1);
  } else if (isRemoval(event)) handler.remove(id);
  else if (isCommand && event.key.toLowerCase() === 'd') handler.duplicate(id);
  else if (!event.altKey && !isCommand && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    walk(event, event.key === 'ArrowUp' ? -1 : 1);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** A place up or down; from the edge of its list out of it. */
export function nudge({ handler, id, at }: OnStep, by: -1 | 1): void {
  const gap = neighbourGap(handler.steps, at, by);
  if (gap === undefined) handler.say(by === -1 ? 'It is the first step.' : 'It is the last step.');
  else handler.move(id, gap, 'head');
}

/** To the step above or below, whichever list it stands in. */
function walk({ currentTarget }: KeyboardEvent, by: -1 | 1): void {
  const heads = [...(currentTarget.closest('[data-steps]')?.querySelectorAll<HTMLElement>('[data-part="head"]') ?? [])];
  heads[heads.indexOf(currentTarget as HTMLElement) + by]?.focus();
}

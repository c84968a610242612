import { useState } from 'react';
import type { Edit } from '#shared/flow/edits.ts';
import type { Handler } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Step } from '#shared/steps/step.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import type { StepPlace } from '../../steps/look.ts';
import { lookOf } from '../../steps/slotsOf.ts';
import { useNotices } from '../../ui/notices.ts';
import { change } from '../change.ts';
import { StepKeys } from './stepKeys.ts';
import type { HandlerSteps } from './stepsContext.ts';
import { insertSteps, listAt, moveStep, removeStep, replaceStep, stepAt, type Gap, type StepAt } from './stepTree.ts';
import { placeWords, stepNumber } from './stepWords.ts';
import type { StepFocus } from './useStepFocus.ts';

interface StepEditsOptions {
  service: string;
  id: string;
  handler: Handler;
  place: StepPlace;
  focus: StepFocus;
}

export interface StepEdits extends HandlerSteps {
  /** What was said last. */
  said: string;
}

/** Everything that can be done to the steps of one handler: each gesture is one edit, made on the flow as it is at that moment. */
export function useStepEdits({ service, id, handler, place, focus }: StepEditsOptions): StepEdits {
  const [keys] = useState(() => new StepKeys());
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [said, say] = useState('');
  keys.match(handler.steps);

  const now = (): Handler | undefined => own(own(useFlowStore.getState().flow.services, service)?.handlers ?? {}, id);
  /** Gives back whether it was done. */
  const put = (steps: readonly Step[], also: readonly Edit[] = []): boolean => {
    const present = now();
    if (present === undefined) return false;
    const refusal = change(...also, { edit: 'putHandler', service, id, handler: { ...present, steps: [...steps] } });
    if (refusal !== undefined) useNotices.getState().say('bad', refusal);
    else keys.match(now()?.steps ?? []);
    return refusal === undefined;
  };
  /** The step as it is now: its place may have changed since it was drawn. */
  const find = (key: number): { steps: readonly Step[]; at: StepAt; step: Step } | undefined => {
    const steps = now()?.steps ?? [];
    keys.match(steps);
    const at = keys.placeOf(key);
    const step = at && stepAt(steps, at);
    return at === undefined || step === undefined ? undefined : { steps, at, step };
  };
  const show = (key: number, isOpen: boolean): void =>
    setOpen((before) => {
      const after = new Set(before);
      if (isOpen) after.add(key);
      else after.delete(key);
      return after;
    });
  const insert = (gap: Gap, added: readonly Step[], also?: readonly Edit[]): void => {
    if (!put(insertSteps(now()?.steps ?? [], gap, added), also)) return;
    const key = keys.keyAt(gap);
    const [first] = added;
    if (added.length === 1) show(key, true);
    focus.on(key, 'head');
    const steps = now()?.steps ?? [];
    const what = added.length === 1 && first !== undefined ? lookOf(first.do).label : `${added.length} steps`;
    say(`${what} added at step ${stepNumber(steps, gap)}.`);
  };

  return {
    steps: handler.steps,
    at: `services.${service}.handlers.${id}.steps`,
    place,
    said,
    say,
    isReadOnly: useIsReadOnly(),
    keyAt: (at) => keys.keyAt(at),
    isOpen: (key) => open.has(key),
    setOpen: show,
    focus: focus.on,
    insert,
    change: (changed) => put(changed(now()?.steps ?? [])),
    replace: (key, step, also) => {
      const found = find(key);
      if (found !== undefined) put(replaceStep(found.steps, found.at, step), also);
    },
    duplicate: (key) => {
      const found = find(key);
      if (found !== undefined) insert({ ...found.at, index: found.at.index + 1 }, [found.step]);
    },
    move: (key, gap, part) => {
      const found = find(key);
      const moved = found && moveStep(found.steps, found.at, gap);
      if (found === undefined || moved === undefined || !put(moved.steps)) return;
      const label = lookOf(found.step.do).label;
      say(`${label} moved to ${placeWords(found.steps, gap, found.at)}.`);
      focus.on(key, part);
    },
    remove: (key) => {
      const found = find(key);
      if (found === undefined || !put(removeStep(found.steps, found.at))) return;
      const { at, step } = found;
      const left = listAt(now()?.steps ?? [], at.list)?.length ?? 0;
      say(`${lookOf(step.do).label} removed. ${left} ${left === 1 ? 'step' : 'steps'} left here.`);
      if (left === 0) focus.onAdd(at.list);
      else focus.on(keys.keyAt({ list: at.list, index: Math.min(at.index, left - 1) }), 'head');
    },
  };
}

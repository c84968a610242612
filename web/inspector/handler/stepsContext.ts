import { createContext, useContext } from 'react';
import type { Edit } from '#shared/flow/edits.ts';
import type { Step } from '#shared/steps/step.ts';
import type { StepPlace } from '../../steps/look.ts';
import type { Gap } from './stepTree.ts';

/** What every part of a handler's list of steps needs. A step is named by its key (see stepKeys.ts): its place may change. */
export interface HandlerSteps {
  steps: readonly Step[];
  /** Dotted path of the handler's steps, as in `Problem.at`. */
  at: string;
  /** Of the handler: the names before its first step. */
  place: StepPlace;
  /** Whoever looks on sees the steps and what they do, and nothing to change them with. */
  isReadOnly: boolean;
  keyAt: (at: Gap) => number;
  isOpen: (key: number) => boolean;
  setOpen: (key: number, isOpen: boolean) => void;
  /** `also`: edits that belong to the same gesture, such as a new wire that the step asks. */
  replace: (key: number, step: Step, also?: readonly Edit[]) => void;
  insert: (gap: Gap, steps: readonly Step[], also?: readonly Edit[]) => void;
  remove: (key: number) => void;
  duplicate: (key: number) => void;
  /** Puts the step there and keeps the keyboard on it, or on its grip. */
  move: (key: number, gap: Gap, focus: 'head' | 'grip') => void;
  /** Changes a list of steps itself: adds `else`, takes a branch away. */
  change: (change: (steps: readonly Step[]) => readonly Step[]) => void;
  /** Puts the keyboard on a step, once it is drawn. */
  focus: (key: number, part: 'head' | 'grip') => void;
  /** Tells it to those who do not see the page. */
  say: (text: string) => void;
}

const context = createContext<HandlerSteps | undefined>(undefined);
export const HandlerStepsProvider = context.Provider;

export function useHandlerSteps(): HandlerSteps {
  const value = useContext(context);
  if (value === undefined) throw new Error('A part of the list of steps stands outside of HandlerStepsFrame.');
  return value;
}

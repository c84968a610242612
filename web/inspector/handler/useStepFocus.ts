import { useEffect, useRef, type RefObject } from 'react';
import type { ListPath } from './stepTree.ts';

export interface StepFocus {
  on: (key: number, part: 'head' | 'grip') => void;
  /** The button that adds a step to a list. */
  onAdd: (list: ListPath) => void;
}

/** Puts the keyboard where it belongs after a change that makes elements anew: it must never fall back to the page. */
export function useStepFocus(frame: RefObject<HTMLElement | null>): StepFocus {
  const wanted = useRef('');
  const look = (): void => {
    if (wanted.current === '') return;
    const element = frame.current?.querySelector<HTMLElement>(wanted.current);
    if (element == null) return;
    wanted.current = '';
    element.focus();
    element.scrollIntoView({ block: 'nearest' });
  };
  useEffect(look);
  const want = (selector: string): void => {
    wanted.current = selector;
    // The drawing may be done already, when the change changed nothing that this frame shows.
    setTimeout(look);
  };
  return {
    on: (key, part) => want(`[data-step="${key}"] > * > [data-part="${part}"]`),
    onAdd: (list) => want(`[data-add="${list}"]`),
  };
}

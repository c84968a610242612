import type { KeyboardEvent } from 'react';

export const isRemoval = ({ key }: KeyboardEvent): boolean => key === 'Delete' || key === 'Backspace';

/** On the canvas these keys remove what is selected as a whole: one press too many in a list of its parts must not. */
export function keepRemovalHere(event: KeyboardEvent): void {
  if (isRemoval(event)) event.stopPropagation();
}

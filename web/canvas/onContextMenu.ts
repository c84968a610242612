import type { MouseEvent } from 'react';
import { openMenu } from '../command/commandStore.ts';
import { sameItem, useSelectionStore } from '../flow/selectionStore.ts';
import { itemAt } from './itemAt.ts';

/** A right click, a long touch, or the menu key on what has the keyboard: its menu, and it is selected. */
export function onContextMenu(event: MouseEvent<HTMLElement>): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('input, textarea, .cm-editor') !== null) return;
  event.preventDefault();
  const item = itemAt(target);
  const at = placeOf(event, target);
  if (item === undefined) {
    openMenu({ at, place: 'canvas' });
    return;
  }
  const { selection, select } = useSelectionStore.getState();
  // Several stay selected when one of them is asked: the menu is for all of them.
  if (!selection.some((other) => sameItem(other, item))) select(item);
  openMenu({ at, place: item.kind === 'wire' || item.kind === 'handler' ? item.kind : 'box' });
}

/** By key there is no pointer: then the menu stands at what it is for. */
function placeOf({ clientX, clientY }: MouseEvent, target: Element): { x: number; y: number } {
  const { left, top, right, bottom } = target.getBoundingClientRect();
  const isOver = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  return isOver ? { x: clientX, y: clientY } : { x: left + 12, y: bottom - 4 };
}

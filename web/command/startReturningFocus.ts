import { canvasView } from '../canvas/canvasView.ts';
import { useCommandStore } from './commandStore.ts';

/**
 * Who closes what stood above the page goes on where they were: the dialogs are taken off the page at once, so that they
 * cannot do it themselves. When that place is gone (an item of a menu), the canvas has the keyboard. Returns what ends it.
 */
export function startReturningFocus(): () => void {
  let before: Element | null = null;
  return useCommandStore.subscribe(({ open }, { open: wasOpen }) => {
    if (open === wasOpen) return;
    if (wasOpen === undefined) before = document.activeElement;
    if (open === undefined) requestAnimationFrame(() => giveBack(before));
  });
}

function giveBack(before: Element | null): void {
  // What was chosen in a dialog may have taken the keyboard somewhere already.
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (!isLost || useCommandStore.getState().open !== undefined) return;
  if (before instanceof HTMLElement && before.isConnected && before !== document.body)
    before.focus({ preventScroll: true });
  else canvasView().focus();
}

import { useEffect, useRef } from 'react';
import { canvasView } from '../canvas/canvasView.ts';
import { useCommandStore } from './commandStore.ts';

/**
 * Who closes what stood above the page goes on where they were: the dialogs are taken off the page at once, so that they
 * cannot do it themselves. When that place is gone (an item of a menu), the canvas has the keyboard.
 */
export function useReturningFocus(): void {
  const isOpen = useCommandStore(({ open }) => open !== undefined);
  const before = useRef<Element>(null);
  useEffect(
    () =>
      // Told before the dialog is drawn, which takes the keyboard.
      useCommandStore.subscribe(({ open }, { open: wasOpen }) => {
        if (open !== undefined && wasOpen === undefined) before.current = document.activeElement;
      }),
    [],
  );
  useEffect(() => {
    if (isOpen || before.current === null) return;
    giveBack(before.current);
    before.current = null;
  }, [isOpen]);
}

function giveBack(before: Element): void {
  // What was chosen in a dialog may have taken the keyboard somewhere already.
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  if (before instanceof HTMLElement && before.isConnected && before !== document.body)
    before.focus({ preventScroll: true });
  else canvasView().focus();
}

import { useEffect } from 'react';
import { useCanvasPrefs } from '../canvas/canvasPrefs.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { moveSelected } from '../canvas/gestures/selected.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { isTyping } from '../ui/isTyping.ts';
import { isPossible, type Action } from './action.ts';
import { actions } from './actions.ts';
import { useCommandStore } from './commandStore.ts';
import { isPressed } from './keys.ts';

/** Keys that work anywhere on the page, except while somebody types. */
export function useShortcuts(): void {
  useEffect(() => {
    const space = spaceBar();
    const onKey = (event: KeyboardEvent): void => {
      const action = actionFor(event);
      // Looking for something is possible from inside a field, too.
      if ((isTyping(event.target) || isBehind()) && action?.id !== 'find') return;
      const run = moveFor(event) ?? (action === undefined ? undefined : runOf(action, event));
      if (run === undefined) return;
      event.preventDefault();
      if (action?.id === 'play') space.down(run);
      else run();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', space.up);
    window.addEventListener('pointerdown', space.drag, true);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', space.up);
      window.removeEventListener('pointerdown', space.drag, true);
    };
  }, []);
}

/** A dialog is open, or on its way: what lies behind it is not to be tidied, deleted or recorded by what is meant for it. */
function isBehind(): boolean {
  const { open } = useCommandStore.getState();
  return (open !== undefined && open !== 'tour') || document.querySelector('[aria-modal="true"]') !== null;
}

function actionFor(event: KeyboardEvent): Action | undefined {
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isLetter && !useCanvasPrefs.getState().letters) return undefined;
  const named = actions.filter(({ keys, isNative }) => isNative !== true && keys?.some((key) => isPressed(key, event)));
  // Escape ends one thing after the other.
  return named.find(isPossible) ?? named[0];
}

/** Tapped, Space plays and pauses; held while the pointer drags, it moves the view, and must not do both. */
function spaceBar() {
  let tapped: (() => void) | undefined;
  return {
    down: (run: () => void) => {
      tapped = run;
    },
    drag: () => {
      tapped = undefined;
    },
    up: ({ key }: KeyboardEvent) => {
      if (key !== ' ') return;
      tapped?.();
      tapped = undefined;
    },
  };
}

function runOf(action: Action, { target, key, repeat }: KeyboardEvent): (() => void) | undefined {
  if (key === ' ' && (isForControl(target) || repeat)) return undefined;
  if (key === 'Tab' && !wantsTab()) return undefined;
  return isPossible(action) ? action.run : undefined;
}

/** Space works the control that has the keyboard; a box is one for whoever came to it by keyboard, and is selected then. */
function isForControl(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('button, a, [role="tab"]') !== null) return true;
  // After a click on a box, which is selected by that, the key still means the picture.
  return target.matches('.react-flow__node') && !canvasView().pointerWasLast();
}

/**
 * Tab opens the list of what can be added when the pointer was on the canvas last, as in other editors. Whoever goes through the
 * page by keyboard must not be caught there: a Tab that follows another, or comes from a control, moves on as everywhere.
 */
function wantsTab(): boolean {
  const active = document.activeElement;
  const isNowhere = active === null || active === document.body || active.matches('[data-testid="canvas"]');
  return isNowhere && canvasView().pointerWasLast();
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function moveFor({ key, shiftKey, ctrlKey, metaKey, altKey, target }: KeyboardEvent): (() => void) | undefined {
  const by = arrows[key];
  if (by === undefined || ctrlKey || metaKey || altKey || useSelectionStore.getState().selection.length === 0) {
    return undefined;
  }
  // In a row of tabs, and on anything else that arrows work, they do that.
  if (target instanceof HTMLElement && target.closest('[role="tab"], [role="slider"], [role="separator"]') !== null) {
    return undefined;
  }
  return () => moveSelected(by, shiftKey);
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

/** Below this no text of the drawing can be read any more: letters are lower than three pixels. */
const readableZoom = 0.22;

/**
 * Says on the frame (`data-far`) whether the drawing is so small that nothing in its boxes can be read; they are plain then, and moving
 * the view over hundreds of them costs a third. Whoever walks by Tab walks through all that is in them, so they have it.
 */
export function useFarAway(frame: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    let walksByTab = false;
    const look = (): void => {
      const isFar = store.getState().transform[2] < readableZoom && !walksByTab;
      if (isFar !== 'far' in element.dataset) element.toggleAttribute('data-far', isFar);
    };
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key !== 'Tab') return;
      walksByTab = true;
      look();
    };
    const onPointer = (): void => {
      walksByTab = false;
      look();
    };
    look();
    const stop = store.subscribe(look);
    window.addEventListener('keydown', onKey, true);
    element.addEventListener('pointerdown', onPointer, true);
    element.addEventListener('wheel', onPointer, { capture: true, passive: true });
    return () => {
      stop();
      window.removeEventListener('keydown', onKey, true);
      element.removeEventListener('pointerdown', onPointer, true);
      element.removeEventListener('wheel', onPointer, true);
    };
  }, [frame, store]);
}

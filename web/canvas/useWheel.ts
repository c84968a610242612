import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

const lineHeight = 16;

/**
 * The wheel and two fingers move the view, with Ctrl (which is also how browsers report a pinch) they zoom. React Flow can do
 * that too, but not while the pointer is over a box.
 */
export function useWheel(frame: RefObject<HTMLDivElement | null>): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest('.nowheel') !== null) return;
      event.preventDefault();
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1;
      const isSideways = event.shiftKey && event.deltaX === 0;
      const { x, y, zoom } = getViewport();
      const by = isSideways ? { x: event.deltaY, y: 0 } : { x: event.deltaX, y: event.deltaY };
      void setViewport({ x: x - by.x * scale, y: y - by.y * scale, zoom });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame, getViewport, setViewport]);
}

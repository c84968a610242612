import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { useCanvasView } from './canvasView.ts';
import { wholeFlow } from './wholeFlow.ts';

/** Answers what others ask of the canvas, and remembers where the pointer is. */
export function useCanvasViewHere(frame: RefObject<HTMLDivElement | null>): void {
  const { screenToFlowPosition, flowToScreenPosition, fitView, zoomTo, getZoom, setCenter } = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    let pointer: { x: number; y: number } | undefined;
    let wasLast = false;
    const middleOfWindow = (): { x: number; y: number } => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    useCanvasView.setState({
      middle: () => {
        const { x, y } = middleOfWindow();
        return screenToFlowPosition({ x: x - 110, y: y - 60 }, { snapToGrid: false });
      },
      pointer: () => (pointer === undefined ? undefined : screenToFlowPosition(pointer, { snapToGrid: false })),
      pointerWasLast: () => wasLast,
      toFlow: (at) => screenToFlowPosition(at, { snapToGrid: false }),
      toScreen: flowToScreenPosition,
      fit: () => void fitView(wholeFlow),
      full: () => void zoomTo(1),
      zoomBy: (factor) => void zoomTo(getZoom() * factor),
      show: ({ x, y, width, height }) =>
        void setCenter(x + width / 2, y + height / 2, { zoom: Math.max(0.7, getZoom()) }),
      focus: () => element.focus({ preventScroll: true }),
    });
    const onMove = ({ clientX, clientY }: PointerEvent): void => {
      pointer = { x: clientX, y: clientY };
    };
    const onLeave = (): void => {
      pointer = undefined;
    };
    const onDown = ({ target }: PointerEvent): void => {
      wasLast = target instanceof Node && element.contains(target);
    };
    const onKey = ({ key }: KeyboardEvent): void => {
      // Whoever walks by Tab walks on: from the key after this one.
      if (key === 'Tab') wasLast = false;
    };
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    window.addEventListener('pointerdown', onDown, true);
    window.addEventListener('keyup', onKey);
    return () => {
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
      window.removeEventListener('pointerdown', onDown, true);
      window.removeEventListener('keyup', onKey);
    };
  }, [frame, screenToFlowPosition, flowToScreenPosition, fitView, zoomTo, getZoom, setCenter]);
}

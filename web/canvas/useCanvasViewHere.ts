import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { useCanvasView } from './canvasView.ts';
import { wholeFlow } from './wholeFlow.ts';

/** Answers what others ask of the canvas, and remembers where the pointer is. */
export function useCanvasViewHere(frame: RefObject<HTMLDivElement | null>): void {
  const { screenToFlowPosition, flowToScreenPosition, fitView, zoomTo, getZoom, setCenter, getViewport, setViewport } =
    useReactFlow();
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
      reveal: (box) => {
        const { x, y, zoom } = getViewport();
        const { clientWidth, clientHeight } = element;
        const left = box.x * zoom + x;
        const top = box.y * zoom + y;
        const by = {
          x: intoView(left, left + box.width * zoom, clientWidth),
          y: intoView(top, top + box.height * zoom, clientHeight),
        };
        if (by.x !== 0 || by.y !== 0) void setViewport({ x: x + by.x, y: y + by.y, zoom }, { duration: glideMs() });
      },
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
  }, [
    frame,
    screenToFlowPosition,
    flowToScreenPosition,
    fitView,
    zoomTo,
    getZoom,
    setCenter,
    getViewport,
    setViewport,
  ]);
}

const edge = 24;

/** How far a stretch from `from` to `to` must move to lie between the edges; its beginning counts more than its end. */
function intoView(from: number, to: number, size: number): number {
  const over = Math.max(0, to - (size - edge));
  return Math.max(edge - from, 0) || -Math.min(over, from - edge);
}

const glideMs = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160);

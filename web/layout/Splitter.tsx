import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './Layout.module.css';
import { bounds, useLayoutStore, type Side } from './layoutStore.ts';

const keyStep = 16;
/** Towards the canvas is larger: which way that is, by side. */
const grows: Record<Side, number> = { left: 1, right: -1, bottom: -1 };

interface SplitterProps {
  side: Side;
  /** What gets larger and smaller. */
  name: string;
}

/** The edge of a panel, to be dragged or moved by the arrow keys; a double click puts the panel away. */
export function Splitter({ side, name }: SplitterProps) {
  const size = useLayoutStore((state) => state.sizes[side]);
  const resize = useLayoutStore((state) => state.resize);
  const toggle = useLayoutStore((state) => state.toggle);
  const isRow = side === 'bottom';

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    const edge = event.currentTarget;
    const from = isRow ? event.clientY : event.clientX;
    edge.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: globalThis.PointerEvent): void =>
      resize(side, size + grows[side] * ((isRow ? clientY : clientX) - from));
    const stop = (): void => {
      edge.removeEventListener('pointermove', move);
      edge.removeEventListener('pointerup', stop);
      edge.removeEventListener('pointercancel', stop);
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('pointerup', stop);
    edge.addEventListener('pointercancel', stop);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -keyStep, ArrowUp: -keyStep, ArrowRight: keyStep, ArrowDown: keyStep }[event.key];
    if (step === undefined) return;
    // Elsewhere the arrows move what is selected.
    event.stopPropagation();
    event.preventDefault();
    resize(side, size + grows[side] * step);
  };

  return (
    <div
      className={classes.splitter}
      data-side={side}
      role="separator"
      tabIndex={0}
      aria-label={`Size of ${name}`}
      aria-orientation={isRow ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={bounds[side].min}
      aria-valuemax={bounds[side].max}
      onPointerDown={onPointerDown}
      onDoubleClick={() => toggle(side)}
      onKeyDown={onKeyDown}
    />
  );
}

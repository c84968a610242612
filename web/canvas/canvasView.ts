import { create } from 'zustand';
import type { Position } from '#shared/flow/flow.ts';

/** What others may ask of the canvas without knowing how it is drawn; filled in by the canvas when it is there. */
interface CanvasView {
  /** Where something new would stand well: near the middle of what is seen. */
  middle: () => Position;
  /** Where the pointer is in the drawing, when it is over the canvas. */
  pointer: () => Position | undefined;
  /** Whether the last thing done was a click on the canvas, not a step of the keyboard. */
  pointerWasLast: () => boolean;
  /** From the window's pixels to the drawing's. */
  toFlow: (at: Position) => Position;
  toScreen: (at: Position) => Position;
  fit: () => void;
  full: () => void;
  zoomBy: (factor: number) => void;
  /** Brings a box to the middle. */
  show: (box: Position & { width: number; height: number }) => void;
  /** Moves the view as little as it takes to have all of this in it. */
  reveal: (box: Position & { width: number; height: number }) => void;
  /** Gives the keyboard to the canvas: where it goes when what had it is gone. */
  focus: () => void;
}

const nowhere = { x: 0, y: 0 };
const nothing = (): void => undefined;

export const useCanvasView = create<CanvasView>(() => ({
  middle: () => nowhere,
  pointer: () => undefined,
  pointerWasLast: () => false,
  toFlow: (at) => at,
  toScreen: (at) => at,
  fit: nothing,
  full: nothing,
  zoomBy: nothing,
  show: nothing,
  reveal: nothing,
  focus: nothing,
}));

export const canvasView = (): CanvasView => useCanvasView.getState();

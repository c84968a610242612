import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useTraceStore } from '../../trace/traceStore.ts';

export interface TourStep {
  title: string;
  text: string;
  /** What it speaks of: the first of these that is on the page. */
  points: readonly string[];
  /** True once the person has done it: the tour goes on by itself. */
  isDone?: () => boolean;
}

/** Five steps, each something to do; what is done moves the tour on. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'These services are real',
    text: 'Each box is a NestJS application that runs right now, each wire a ClientProxy. Press Send on a driver: one real request goes in.',
    points: ['[aria-label^="Send "]', '[data-testid="canvas"]'],
    isDone: () => useTraceStore.getState().book.hops.size > 0,
  },
  {
    title: 'See what caused what',
    text: 'Every message of that request, in order. Click one to see its payload, its error, and why it happened.',
    points: ['[data-side="bottom"]'],
    isDone: () => useTraceStore.getState().selectedHop !== undefined,
  },
  {
    title: 'Now break something',
    text: 'Click a wire. Under Faults you can slow it down, cut it or reset it while messages are on their way.',
    points: ['button[data-wire]', '[data-testid="canvas"]'],
    isDone: () => useFlowStore.getState().faults.length > 0,
  },
  {
    title: 'Draw your own',
    text: 'Drag a service in from here. Then pull a wire from the right edge of a box and let it go anywhere: what fits is offered.',
    points: ['aside[data-side="left"]', '[data-testid="canvas"]'],
    isDone: () => useSelectionStore.getState().selection.some(({ kind }) => kind === 'service'),
  },
  {
    title: 'Everything else is one key away',
    text: 'Ctrl K finds any box and does anything; ? shows all keys; Ctrl Z takes back whatever you did. Have fun breaking things.',
    points: ['[data-find]', 'header'],
  },
];

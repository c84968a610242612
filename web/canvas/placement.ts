import { create } from 'zustand';
import type { Position } from '#shared/flow/flow.ts';

/** Where something new would stand well: asked by the palette, answered by the canvas. */
export const usePlacement = create<{ middle: () => Position }>(() => ({ middle: () => ({ x: 0, y: 0 }) }));

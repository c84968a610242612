import type { Node } from '@xyflow/react';
import { useMemo } from 'react';
import { create } from 'zustand';
import type { Point } from '../geometry/line.ts';

/**
 * Boxes that have new places glide there. The flow has changed already: only the picture is late, and wires follow it. Whoever
 * asks for less motion sees them jump, and so does everybody with so many boxes that each picture would take too long.
 */
const glideMs = 320;
const mostBoxes = 60;

interface Glide {
  /** Where everything stood, by React Flow's id. */
  from: ReadonlyMap<string, Point>;
  /** How much of the way is done, 0 to 1. */
  share: number;
}

const useGlide = create<{ glide: Glide | undefined }>(() => ({ glide: undefined }));

/** Begins at once; call it just before the edits that give new places. Resolves when everything is seen where it is. */
export function glideFrom(from: ReadonlyMap<string, Point>): Promise<void> {
  const isStill = from.size > mostBoxes || matchMedia('(prefers-reduced-motion: reduce)').matches;
  const startedAt = isStill ? Number.NEGATIVE_INFINITY : performance.now();
  if (!isStill) useGlide.setState({ glide: { from, share: 0 } });
  return new Promise((resolve) => {
    const step = (now: number): void => {
      const share = (now - startedAt) / glideMs;
      const isMine = useGlide.getState().glide?.from === from;
      if (isMine) useGlide.setState({ glide: share >= 1 ? undefined : { from, share: Math.max(0, share) } });
      if (isMine && share < 1) requestAnimationFrame(step);
      // The last places have been given to React; they are drawn with the next picture.
      else requestAnimationFrame(() => resolve());
    };
    requestAnimationFrame(step);
  });
}

/** The nodes as they are seen on their way. The same ones when nothing glides. */
export function useGliding(nodes: Node[]): Node[] {
  const glide = useGlide((state) => state.glide);
  return useMemo(() => (glide === undefined ? nodes : nodes.map((node) => onTheWay(node, glide))), [nodes, glide]);
}

/** Pure. A box that somebody takes hold of meanwhile is theirs. */
export function onTheWay(node: Node, { from, share }: Glide): Node {
  const start = from.get(node.id);
  const { position } = node;
  if (start === undefined || node.dragging === true || (start.x === position.x && start.y === position.y)) return node;
  const eased = 1 - (1 - share) ** 3;
  const x = start.x + (position.x - start.x) * eased;
  const y = start.y + (position.y - start.y) * eased;
  return { ...node, position: { x, y } };
}

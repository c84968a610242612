import { useStore } from '@xyflow/react';
import { useMemo, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/**
 * What moves with the drawing without being a box. As React Flow's `ViewportPortal`, but the place is looked for once: that one
 * looks through the page with every change of any box, behind all of them.
 */
export function OnDrawing({ children }: { children: ReactNode }) {
  const drawing = useStore((state) => state.domNode);
  const place = useMemo(() => drawing?.querySelector('.react-flow__viewport-portal'), [drawing]);
  return place == null ? null : createPortal(children, place);
}

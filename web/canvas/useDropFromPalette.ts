import { useReactFlow } from '@xyflow/react';
import { useEffect, type DragEvent } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { insertItem } from '../palette/insert.ts';
import { findPaletteItem } from '../palette/items.ts';
import { paletteDragType } from './dragType.ts';
import { usePlacement } from './placement.ts';

/** Drops from the palette land at the pointer; items chosen by key or click land near the middle of what is seen. */
export function useDropFromPalette() {
  const { screenToFlowPosition } = useReactFlow();

  useEffect(() => {
    usePlacement.setState({
      middle: () => {
        const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
        if (box === undefined) return { x: 0, y: 0 };
        return screenToFlowPosition({ x: box.left + box.width / 2 - 110, y: box.top + box.height / 2 - 60 });
      },
    });
  }, [screenToFlowPosition]);

  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(paletteDragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent) => {
      const item = findPaletteItem(event.dataTransfer.getData(paletteDragType));
      if (item === undefined) return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      insertItem(useFlowStore.getState().flow, item, { x: Math.round(at.x / 10) * 10, y: Math.round(at.y / 10) * 10 });
    },
  };
}

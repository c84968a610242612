import { useReactFlow } from '@xyflow/react';
import { useRef, type DragEvent } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { partKinds } from '../flow/placed.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { findPaletteItem } from '../palette/items.ts';
import { useNotices } from '../ui/notices.ts';
import { onGrid } from './canvasPrefs.ts';
import { paletteDragType } from './dragType.ts';
import { placeJoined } from './gestures/partners.ts';
import { takeText } from './gestures/takeText.ts';
import { useSpliceTarget, wireUnder } from './gestures/spliceTarget.ts';

/** Drops from the palette land at the pointer, and in the middle of a wire when there is one; files are put here, too. */
export function useDropHere() {
  const { screenToFlowPosition } = useReactFlow();
  const target = useRef<string>(undefined);
  const aim = (wire: string | undefined): void => {
    if (target.current === wire) return;
    target.current = wire;
    useSpliceTarget.setState({ wire });
  };

  return {
    onDragOver: (event: DragEvent) => {
      const { types } = event.dataTransfer;
      if (!types.includes(paletteDragType) && !types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      if (types.includes(paletteDragType)) {
        aim(wireUnder(screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })));
      }
    },
    onDragLeave: () => aim(undefined),
    onDrop: (event: DragEvent) => {
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const wire = target.current;
      aim(undefined);
      const [file] = event.dataTransfer.files;
      if (file !== undefined) {
        event.preventDefault();
        void takeFile(file, at);
        return;
      }
      const item = findPaletteItem(event.dataTransfer.getData(paletteDragType));
      if (item === undefined) return;
      event.preventDefault();
      const { flow, edit } = useFlowStore.getState();
      const joined = wire === undefined ? undefined : placeJoined(flow, item, { at: onGrid(at), join: { wire } });
      const placing = joined?.ok === true ? joined : placeJoined(flow, item, { at: onGrid(at), join: undefined });
      if (!placing.ok) return;
      const refusal = edit(placing.made.edits);
      if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
      else useSelectionStore.getState().select({ kind: partKinds[placing.made.part], id: placing.made.id });
    },
  };
}

async function takeFile(file: File, at: { x: number; y: number }): Promise<void> {
  const { say } = useNotices.getState();
  if (/\.(html?|patchbay-recording\.json)$/i.test(file.name)) {
    const { takeRecordingFile } = await import('../recording/openRecordingFile.ts');
    await takeRecordingFile(file);
    return;
  }
  if (!/\.json$/i.test(file.name)) {
    say('bad', `${file.name} is no flow. Drag a .patchbay.json file in.`);
    return;
  }
  try {
    takeText(await file.text(), at);
  } catch {
    say('bad', `${file.name} could not be read. Check that you may open it, and drag it in again.`);
  }
}

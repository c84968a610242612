import { create } from 'zustand';
import { itemsOf } from '#shared/flow/lookup.ts';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { unitsOf } from '../align/align.ts';
import type { BoxId } from '../boxIds.ts';
import { canvasView } from '../canvasView.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { selectedBoxes } from '../gestures/clip.ts';
import { placedNow, tryEdits } from '../groups/groupActions.ts';
import { glideFrom } from './glide.ts';

/** Whether ELK is thinking. */
export const useTidying = create<{ isTidying: boolean }>(() => ({ isTidying: false }));

/** Tidies the whole drawing, as one step to undo, and brings it into view. */
export async function tidyAll(): Promise<void> {
  const gliding = await tidy();
  if (gliding === undefined) return;
  await gliding.end;
  canvasView().fit();
}

/** Tidies what is selected, with what stands in the selected groups; the rest stays where it is. */
export async function tidySelection(): Promise<void> {
  await tidy(boxesToTidy());
}

/** Several selected boxes, or one selected group, can be tidied by themselves. */
export function boxesToTidy(): BoxId[] {
  const { flow } = useFlowStore.getState();
  const boxes = selectedBoxes(flow, useSelectionStore.getState().selection);
  const isWorth = unitsOf(boxes, placedNow()).length > 1 || boxes.some(({ part }) => part === 'groups');
  return isWorth ? boxes : [];
}

/** Undefined when nothing came of it; `end` comes when everything is seen in its new place. */
async function tidy(boxes?: readonly BoxId[]): Promise<{ end: Promise<void> } | undefined> {
  if (isReadOnly() || useTidying.getState().isTidying || boxes?.length === 0) return undefined;
  useTidying.setState({ isTidying: true });
  try {
    // Asked for by a key or a click: not part of what the page loads first.
    const [{ tidyGraph }, { tidyEdits }, { layoutInWorker }] = await Promise.all([
      import('./tidyGraph.ts'),
      import('./tidyEdits.ts'),
      import('./layoutInWorker.ts'),
    ]);
    const placed = placedNow();
    const { flow, session } = useFlowStore.getState();
    const asked = tidyGraph({ flow, placed, labels: useGeometryStore.getState().labelSizes }, boxes);
    const answer = await layoutInWorker(asked.graph);
    const now = useFlowStore.getState();
    if (now.session !== session) return undefined;
    // Meanwhile somebody may have removed something.
    const edits = tidyEdits(asked, answer, placed).filter(
      (edit) => 'part' in edit && Object.hasOwn(itemsOf(now.flow, edit.part), edit.id),
    );
    if (edits.length === 0) {
      useNotices.getState().say('info', 'Everything stands tidily already.');
      return { end: Promise.resolve() };
    }
    const end = glideFrom(new Map([...placedNow()].map(([id, { rect }]) => [id, { x: rect.x, y: rect.y }])));
    return tryEdits(edits) ? { end } : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    useNotices.getState().say('bad', `The drawing could not be tidied: ${why} Nothing has changed; try it again.`);
    return undefined;
  } finally {
    useTidying.setState({ isTidying: false });
  }
}

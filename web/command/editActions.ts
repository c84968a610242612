import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowUpRight,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconCut,
  IconCursorText,
  IconDeselect,
  IconLineDashed,
  IconPlus,
  IconSelectAll,
  IconTrash,
} from '@tabler/icons-react';
import { own } from '#shared/flow/lookup.ts';
import { boxOfSelectable } from '../canvas/boxIds.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { copySelected, cutSelected, pasteFromMenu } from '../canvas/gestures/clipboard.ts';
import { selectedBoxes } from '../canvas/gestures/clip.ts';
import { duplicateSelected, removeSelected, renameSelected, selectEverything } from '../canvas/gestures/selected.ts';
import { useGeometryStore } from '../canvas/geometryStore.ts';
import { pointAt } from '../canvas/geometry/line.ts';
import { wireLine } from '../canvas/geometry/connections.ts';
import { openQuickAdd } from '../canvas/quickAdd/quickAddStore.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { useHistory } from '../flow/history.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import type { Action } from './action.ts';
import { useCommandStore } from './commandStore.ts';

const selection = () => useSelectionStore.getState().selection;
const hasBoxes = (): boolean => selectedBoxes(useFlowStore.getState().flow, selection()).length > 0;
const mayEdit = (): boolean => !isReadOnly();
const mayEditBoxes = (): boolean => mayEdit() && hasBoxes();

/** Where the menu was opened, else where the pointer is, else the middle. */
function placeForNew(): { x: number; y: number } {
  const { menu } = useCommandStore.getState();
  if (menu !== undefined) return canvasView().toFlow(menu.at);
  return canvasView().pointer() ?? canvasView().middle();
}

const noWires: ReadonlySet<string> = new Set(['externals', 'notes', 'groups', 'registries']);

/** The one selected box that a wire can start from. */
function wireStart(): { id: string; at: { x: number; y: number } } | undefined {
  const [item, ...others] = selection();
  if (item === undefined || others.length > 0) return undefined;
  const box = boxOfSelectable(item);
  if (box === undefined || noWires.has(box.part)) return undefined;
  const rect = useGeometryStore.getState().boxes.get(box.id);
  return rect === undefined ? undefined : { id: box.id, at: { x: rect.x + rect.width + 90, y: rect.y + 40 } };
}

function selectedWire(): string | undefined {
  const [item, ...others] = selection();
  const isWire = item?.kind === 'wire' && others.length === 0;
  return isWire && own(useFlowStore.getState().flow.wires, item.id) !== undefined ? item.id : undefined;
}

export const drawActions: readonly Action[] = [
  {
    id: 'add',
    label: 'Add something here…',
    group: 'Draw',
    icon: IconPlus,
    keys: ['Tab', 'A'],
    on: ['canvas'],
    isPossible: mayEdit,
    run: () => openQuickAdd({ at: placeForNew(), join: undefined }),
  },
  {
    id: 'wire',
    label: 'Draw a wire from here…',
    group: 'Draw',
    icon: IconArrowUpRight,
    keys: ['W'],
    on: ['box'],
    isPossible: () => mayEdit() && wireStart() !== undefined,
    run: () => {
      const start = wireStart();
      if (start !== undefined) openQuickAdd({ at: start.at, join: { box: start.id, way: 'out' } });
    },
  },
  {
    id: 'splice',
    label: 'Put something into this wire…',
    group: 'Draw',
    icon: IconLineDashed,
    keys: ['I'],
    on: ['wire'],
    isPossible: () => mayEdit() && selectedWire() !== undefined,
    run: () => {
      const wire = selectedWire();
      const line = wire === undefined ? undefined : useGeometryStore.getState().lines.get(wireLine(wire));
      if (wire === undefined || line === undefined) return;
      const middle = pointAt(line, 0.5);
      openQuickAdd({ at: { x: middle.x - 100, y: middle.y - 20 }, join: { wire } });
    },
  },
];

export const editActions: readonly Action[] = [
  {
    id: 'undo',
    label: 'Undo',
    group: 'Edit',
    icon: IconArrowBackUp,
    keys: ['Ctrl+Z'],
    isPossible: () => mayEdit() && useHistory.getState().undo.length > 0,
    run: () => useFlowStore.getState().undo(),
  },
  {
    id: 'redo',
    label: 'Redo',
    group: 'Edit',
    icon: IconArrowForwardUp,
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    isPossible: () => mayEdit() && useHistory.getState().redo.length > 0,
    run: () => useFlowStore.getState().redo(),
  },
  {
    id: 'rename',
    label: 'Rename',
    group: 'Edit',
    icon: IconCursorText,
    keys: ['F2'],
    on: ['box'],
    isPossible: mayEditBoxes,
    run: renameSelected,
  },
  {
    id: 'cut',
    label: 'Cut',
    group: 'Edit',
    icon: IconCut,
    keys: ['Ctrl+X'],
    isNative: true,
    on: ['box'],
    isPossible: mayEditBoxes,
    run: () => void cutSelected(),
  },
  {
    id: 'copy',
    label: 'Copy',
    group: 'Edit',
    icon: IconCopy,
    keys: ['Ctrl+C'],
    isNative: true,
    on: ['box'],
    isPossible: hasBoxes,
    run: () => void copySelected(),
  },
  {
    id: 'paste',
    label: 'Paste',
    group: 'Edit',
    icon: IconClipboard,
    keys: ['Ctrl+V'],
    isNative: true,
    on: ['canvas'],
    isPossible: mayEdit,
    run: () => void pasteFromMenu(placeForNew()),
  },
  {
    id: 'duplicate',
    label: 'Duplicate',
    group: 'Edit',
    icon: IconCopyPlus,
    keys: ['Ctrl+D'],
    on: ['box'],
    isPossible: mayEditBoxes,
    run: duplicateSelected,
  },
  {
    id: 'delete',
    label: 'Delete',
    group: 'Edit',
    icon: IconTrash,
    keys: ['Delete', 'Backspace'],
    on: ['box', 'wire', 'handler'],
    isPossible: () => mayEdit() && selection().length > 0,
    isDanger: true,
    run: removeSelected,
  },
  {
    id: 'selectAll',
    label: 'Select everything',
    group: 'Edit',
    icon: IconSelectAll,
    keys: ['Ctrl+A'],
    on: ['canvas'],
    run: selectEverything,
  },
  {
    id: 'deselect',
    label: 'Select nothing',
    group: 'Edit',
    icon: IconDeselect,
    keys: ['Escape'],
    isPossible: () => selection().length > 0,
    run: () => useSelectionStore.getState().clear(),
  },
];

import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { placedParts } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { usePlayback } from '../trace/playbackStore.ts';
import { boxOfSelectable, selectableOf } from './boxIds.ts';
import { duplication, nudge, removal } from './edits.ts';
import { useRenaming } from './renaming.ts';
import { wholeFlow } from './wholeFlow.ts';

const gridStep = 10;

/** Keys that work anywhere on the page, except while somebody types. */
export function useShortcuts(): void {
  const { fitView, zoomTo } = useReactFlow();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target)) return;
      const action = actionFor(event, { fit: () => void fitView(wholeFlow), full: () => void zoomTo(1) });
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [fitView, zoomTo]);
}

interface View {
  fit: () => void;
  full: () => void;
}

function actionFor(event: KeyboardEvent, view: View): (() => void) | undefined {
  const { key, shiftKey } = event;
  const { undo, redo } = useFlowStore.getState();
  if (event.ctrlKey || event.metaKey) {
    switch (key.toLowerCase()) {
      case 'z':
        return shiftKey ? redo : undo;
      case 'y':
        return redo;
      case 'a':
        return selectEverything;
      case 'd':
        return duplicate;
      default:
        return undefined;
    }
  }
  if (event.altKey) return undefined;
  const arrow = arrows[key];
  if (arrow !== undefined && useSelectionStore.getState().selection.length > 0) {
    const step = shiftKey ? 1 : gridStep;
    return () => move({ x: arrow.x * step, y: arrow.y * step });
  }
  const isOnControl = event.target instanceof HTMLElement && event.target.closest('button, a, [role="tab"]') !== null;
  switch (key) {
    case 'Delete':
    case 'Backspace':
      return removeSelected;
    case 'Escape':
      return () => useSelectionStore.getState().clear();
    case '0':
      return view.full;
    case '1':
      return view.fit;
    case 'F2':
      return rename;
    case ' ':
      return isOnControl ? undefined : () => usePlayback.getState().toggle();
    case 's':
      return () => usePlayback.getState().step();
    default:
      return undefined;
  }
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, .cm-editor, [role="dialog"], [role="listbox"], [role="menu"]') !== null
  );
}

function removeSelected(): void {
  const { flow, edit } = useFlowStore.getState();
  const { selection, clear } = useSelectionStore.getState();
  const edits = removal(flow, selection);
  if (edits.length === 0) return;
  edit(edits);
  clear();
}

function move(by: { x: number; y: number }): void {
  const { flow, edit } = useFlowStore.getState();
  const edits = nudge(flow, useSelectionStore.getState().selection, by);
  if (edits.length > 0) edit(edits);
}

function duplicate(): void {
  const { flow, edit } = useFlowStore.getState();
  const { edits, copies } = duplication(flow, useSelectionStore.getState().selection);
  if (edits.length === 0) return;
  edit(edits);
  useSelectionStore.getState().selectAll(copies.map(selectableOf));
}

function selectEverything(): void {
  const { flow } = useFlowStore.getState();
  const all = placedParts.flatMap((part) => Object.keys(itemsOf(flow, part)).map((id) => selectableOf({ part, id })));
  useSelectionStore.getState().selectAll(all);
}

function rename(): void {
  const [item] = useSelectionStore.getState().selection;
  const box = item === undefined || item.kind === 'handler' ? undefined : boxOfSelectable(item);
  if (box !== undefined && box.part !== 'notes') useRenaming.setState({ box });
}

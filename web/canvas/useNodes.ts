import { applyNodeChanges, useReactFlow, type Node, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { placedParts } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { boxOf, boxOfSelectable, nodeId, selectableOf } from './boxIds.ts';
import { takeBoxes, useGeometryStore } from './geometryStore.ts';
import { useWholeGroups } from './groups/useWholeGroups.ts';
import { useFollowDrag } from './helperLines/useFollowDrag.ts';
import { sayLive } from './live.ts';
import { nodesOf } from './nodes.ts';
import { useGliding } from './tidy/glide.ts';
import { useGradually } from './useGradually.ts';
import { wholeFlow } from './wholeFlow.ts';

interface Drawn {
  nodes: Node[];
  onNodesChange: (changes: NodeChange[]) => void;
}

/** So many boxes come or go before their lines are a task of their own. */
const manyBoxes = 3;

const nodeKey = ({ id }: Node): string => id;

/** What React Flow draws: the flow, with the sizes it has measured, the drag under way, and what is selected. */
export function useNodes(): Drawn {
  const flow = useFlowStore((state) => state.flow);
  const selection = useSelectionStore((state) => state.selection);
  const [touched, setTouched] = useState<Node[]>([]);
  const nodes = useGliding(useMemo(() => nodesOf(flow, touched), [flow, touched]));
  const followDrag = useFollowDrag();
  const wholeGroups = useWholeGroups();

  const shown = useMemo(() => {
    const chosen = new Set(selection.flatMap((item) => (item.kind === 'handler' ? [] : (boxIdOf(item) ?? []))));
    return nodes.map((node) => (chosen.has(node.id) === (node.selected ?? false) ? node : turned(node)));
  }, [nodes, selection]);

  useEffect(() => {
    const boxes = nodes.flatMap(({ id, position, measured }) => {
      const { part, id: box } = boxOf(id);
      if (part === 'notes' || part === 'groups') return [];
      if (measured?.width === undefined || measured.height === undefined) return [];
      return [[box, { ...position, width: measured.width, height: measured.height }] as const];
    });
    const take = (): void => takeBoxes(flow, new Map(boxes));
    // Lines follow a box that is dragged at once. What comes or goes by the hundred does so in pieces, and this is one more.
    if (Math.abs(useGeometryStore.getState().boxes.size - boxes.length) <= manyBoxes) {
      take();
      return undefined;
    }
    const soon = setTimeout(take, 0);
    return () => clearTimeout(soon);
  }, [nodes, flow]);

  useFirstFit(nodes);

  const onNodesChange = useCallback(
    (told: NodeChange[]) => {
      const changes = wholeGroups(told);
      takeSelection(changes);
      const kept = followDrag(changes.filter(({ type }) => type !== 'select' && type !== 'remove'));
      if (kept.length > 0) {
        setTouched((before) => applyNodeChanges(kept, nodesOf(useFlowStore.getState().flow, before)));
      }
    },
    [followDrag, wholeGroups],
  );

  return { nodes: useGradually(shown, nodeKey, 5), onNodesChange };
}

const turnedNodes = new WeakMap<Node, Node>();

/** The node selected instead of not, or not instead of selected: the same object each time, or React Flow draws it anew each time. */
function turned(node: Node): Node {
  const known = turnedNodes.get(node) ?? { ...node, selected: node.selected !== true };
  turnedNodes.set(node, known);
  return known;
}

/** The whole drawing is brought into view when another session is shown: later the person chooses what to look at. */
function useFirstFit(nodes: readonly Node[]): void {
  const session = useFlowStore((state) => state.session);
  const { fitView } = useReactFlow();
  const isMeasured = nodes.length > 0 && nodes.every(({ measured }) => measured?.width !== undefined);
  const fitted = useRef('');
  useEffect(() => {
    if (fitted.current === session) return;
    const { flow } = useFlowStore.getState();
    const isEmpty = placedParts.every((part) => Object.keys(itemsOf(flow, part)).length === 0);
    if (!isMeasured && !isEmpty) return;
    fitted.current = session;
    sayLive();
    if (!isEmpty) void fitView(wholeFlow);
  }, [session, isMeasured, fitView]);
}

function boxIdOf(item: Selectable): string | undefined {
  const box = boxOfSelectable(item);
  return box === undefined ? undefined : nodeId(box);
}

/** Clicks and selection boxes on boxes; wires and handlers are selected by their own clicks. */
function takeSelection(changes: readonly NodeChange[]): void {
  const { selection, selectAll } = useSelectionStore.getState();
  const changed = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
  if (changed.length === 0) return;
  const off = new Set(changed.flatMap(({ id, selected }) => (selected ? [] : [id])));
  const on = changed.flatMap(({ id, selected }) => (selected ? [selectableOf(boxOf(id))] : []));
  const left = selection.filter((item) => item.kind !== 'handler' && !off.has(boxIdOf(item) ?? ''));
  const known = new Set(left.map((item) => boxIdOf(item)));
  selectAll([
    ...left.filter(({ kind }) => kind !== 'wire' || on.length === 0),
    ...on.filter((item) => !known.has(boxIdOf(item))),
  ]);
}

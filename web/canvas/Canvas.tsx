import '@xyflow/react/dist/style.css';
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Node,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { placedParts } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { useScheme } from '../ui/useScheme.ts';
import { BrokerBox, DriverBox, ExternalBox, NoteBox } from './boxes/OtherBoxes.tsx';
import { ServiceBox } from './boxes/ServiceBox.tsx';
import { boxOf, boxOfSelectable, nodeId, selectableOf } from './boxIds.ts';
import classes from './Canvas.module.css';
import { drawWire, dropOnBox } from './drawWire.ts';
import { EmptyHint } from './EmptyHint.tsx';
import { takeBoxes } from './geometryStore.ts';
import { edgesOf, nodesOf } from './nodes.ts';
import { MessageOverlay } from './overlay/MessageOverlay.tsx';
import { wholeFlow } from './wholeFlow.ts';
import { useDropFromPalette } from './useDropFromPalette.ts';
import { useShortcuts } from './useShortcuts.ts';
import { DerivedEdge, WireEdge } from './wires/WireEdge.tsx';

const nodeTypes = { service: ServiceBox, broker: BrokerBox, driver: DriverBox, external: ExternalBox, note: NoteBox };
const edgeTypes = { wire: WireEdge, derived: DerivedEdge };
const grid: [number, number] = [10, 10];

/** The drawing. The only folder that knows React Flow; the stores speak of services, brokers and wires. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasInside />
    </ReactFlowProvider>
  );
}

function CanvasInside() {
  const flow = useFlowStore((state) => state.flow);
  const session = useFlowStore((state) => state.session);
  const selection = useSelectionStore((state) => state.selection);
  const scheme = useScheme();
  const [touched, setTouched] = useState<Node[]>([]);
  const nodes = useMemo(() => nodesOf(flow, touched), [flow, touched]);
  const { fitView } = useReactFlow();
  const drop = useDropFromPalette();
  useShortcuts();

  const shownNodes = useMemo(() => {
    const chosen = new Set(selection.flatMap((item) => (item.kind === 'handler' ? [] : (boxIdOf(item) ?? []))));
    return nodes.map((node) =>
      chosen.has(node.id) === (node.selected ?? false) ? node : { ...node, selected: chosen.has(node.id) },
    );
  }, [nodes, selection]);
  const edges = useMemo(() => edgesOf(flow, selection), [flow, selection]);

  useEffect(() => {
    const boxes = nodes.flatMap(({ id, position, measured }) => {
      const { part, id: box } = boxOf(id);
      if (part === 'notes' || part === 'groups' || measured?.width === undefined || measured.height === undefined) return [];
      return [[box, { ...position, width: measured.width, height: measured.height }] as const];
    });
    takeBoxes(flow, new Map(boxes));
  }, [nodes, flow]);

  const isMeasured = nodes.length > 0 && nodes.every(({ measured }) => measured?.width !== undefined);
  const fitted = useRef('');
  useEffect(() => {
    // Only when another session is shown: later the person chooses what to look at.
    if (fitted.current === session) return;
    const isEmpty = placedParts.every((part) => Object.keys(itemsOf(useFlowStore.getState().flow, part)).length === 0);
    if (!isMeasured && !isEmpty) return;
    fitted.current = session;
    if (!isEmpty) void fitView(wholeFlow);
  }, [session, isMeasured, fitView]);

  const onNodesChange = useCallback((changes: NodeChange[]) => {
    takeSelection(changes);
    const kept = changes.filter(({ type }) => type !== 'select' && type !== 'remove');
    setTouched((before) => applyNodeChanges(kept, nodesOf(useFlowStore.getState().flow, before)));
  }, []);

  return (
    <div className={classes.canvas} {...drop} data-testid="canvas">
      <ReactFlow
        nodes={shownNodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        onNodesChange={onNodesChange}
        onNodeDragStop={(_event, _node, dragged) => moved(dragged)}
        onConnect={({ source, target }) => drawWire(source, target)}
        onConnectEnd={dropOnBox}
        onEdgeClick={(event, { data, selectable }) => {
          if (selectable === true) {
            useSelectionStore.getState().select({ kind: 'wire', id: String(data?.['wire']) }, { add: event.shiftKey });
          }
        }}
        onPaneClick={() => useSelectionStore.getState().clear()}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode="Shift"
        panActivationKeyCode={null}
        connectionRadius={28}
        nodeDragThreshold={3}
        snapToGrid
        snapGrid={grid}
        minZoom={0.15}
        maxZoom={2.5}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <Controls showInteractive={false} position="bottom-left" fitViewOptions={wholeFlow} />
        <MiniMap
          pannable
          zoomable
          position="bottom-right"
          ariaLabel="Map of the drawing"
          style={{ width: 140, height: 92 }}
        />
        <MessageOverlay />
      </ReactFlow>
      <EmptyHint />
    </div>
  );
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

/** A drag is one edit, when it ends. */
function moved(dragged: readonly Node[]): void {
  const edits = dragged.map(({ id, position }) => ({
    edit: 'move' as const,
    ...boxOf(id),
    position: { x: position.x, y: position.y },
  }));
  const refusal = useFlowStore.getState().edit(edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
}

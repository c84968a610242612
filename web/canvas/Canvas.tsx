import '@xyflow/react/dist/style.css';
import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useKeyPress,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { lazy, memo, Suspense, useEffect, useRef, useState, type ComponentType } from 'react';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { afterCanvas } from '../layout/afterCanvas.ts';
import { useScheme } from '../ui/useScheme.ts';
import { BrokerBox, DriverBox, ExternalBox } from './boxes/OtherBoxes.tsx';
import { RegistryBox } from './boxes/RegistryBox.tsx';
import { ServiceBox } from './boxes/ServiceBox.tsx';
import classes from './Canvas.module.css';
import { gridStep, useCanvasPrefs } from './canvasPrefs.ts';
import { ConnectHint } from './ConnectHint.tsx';
import { clickedPorts, endLine, mayConnect } from './drawWire.ts';
import { EmptyHint } from './EmptyHint.tsx';
import { FollowChip } from './follow/FollowChip.tsx';
import { startClipboard } from './gestures/clipboard.ts';
import { GroupBox } from './groups/GroupBox.tsx';
import { HelperLines } from './helperLines/HelperLines.tsx';
import { NoteBox } from './notes/NoteBox.tsx';
import { onContextMenu } from './onContextMenu.ts';
import { MessageOverlay } from './overlay/MessageOverlay.tsx';
import { PeopleOverlay } from './people/PeopleOverlay.tsx';
import { LooseLine } from './quickAdd/LooseLine.tsx';
import { useQuickAdd } from './quickAdd/quickAddStore.ts';
import { TidyControl, TidyProgress } from './tidy/TidyControl.tsx';
import { useCanvasViewHere } from './useCanvasViewHere.ts';
import { useDrag } from './useDrag.ts';
import { useDropHere } from './useDropHere.ts';
import { useFarAway } from './useFarAway.ts';
import { useFaultInHand } from './useFaultInHand.ts';
import { useMoves } from './useMoves.ts';
import { useNodes } from './useNodes.ts';
import { useWheel } from './useWheel.ts';
import { wholeFlow } from './wholeFlow.ts';
import { WireLayer } from './wires/WireLayer.tsx';

// What can be done with the drawing follows once that is seen.
const ChaosBar = lazy(() =>
  afterCanvas(() => import('../chaos/ChaosBar.tsx')).then((file) => ({ default: file.ChaosBar })),
);
const WatchedMonkey = lazy(() =>
  afterCanvas(() => import('../chaos/monkey/MonkeyEntry.tsx')).then((file) => ({ default: file.WatchedMonkey })),
);
const SelectionBar = lazy(() =>
  afterCanvas(() => import('./align/SelectionBar.tsx')).then((file) => ({ default: file.SelectionBar })),
);
const QuickAdd = lazy(() => import('./quickAdd/QuickAdd.tsx').then((file) => ({ default: file.QuickAdd })));

/** A box is drawn anew when it is another box or selected, not because it moves: React Flow moves what is around it. */
const still = (Box: ComponentType<NodeProps>) =>
  memo(
    Box,
    (before, now) =>
      before.id === now.id &&
      before.selected === now.selected &&
      before.width === now.width &&
      before.height === now.height,
  );

const nodeTypes = {
  service: still(ServiceBox),
  broker: still(BrokerBox),
  driver: still(DriverBox),
  external: still(ExternalBox),
  registry: still(RegistryBox),
  note: still(NoteBox),
  area: still(GroupBox),
};
/** Wires are drawn by the wire layer. */
const noEdges: Edge[] = [];
const grid: [number, number] = [gridStep, gridStep];
/** Groups would cover what stands in them. */
const mapColour = ({ type }: Node): string =>
  type === 'area' ? 'transparent' : 'var(--xy-minimap-node-background-color)';
const mapSize = { width: 140, height: 92 };

/**
 * All else on and around the canvas. The same elements each time: boxes are measured, moved and added many times a second, and
 * what is not a box is not drawn anew for that.
 */
const furniture = (
  <>
    <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
    <Controls showInteractive={false} position="bottom-left" fitViewOptions={wholeFlow}>
      <TidyControl />
    </Controls>
    <MiniMap
      nodeColor={mapColour}
      pannable
      zoomable
      position="bottom-right"
      ariaLabel="Map of the drawing"
      style={mapSize}
    />
    <WireLayer />
    <MessageOverlay />
    <PeopleOverlay />
    <HelperLines />
    <Suspense>
      <SelectionBar />
    </Suspense>
    <TidyProgress />
    <AskedLine />
  </>
);

const aroundIt = (
  <>
    <EmptyHint />
    <Chaos />
    <ConnectHint />
    <Asked />
    <FollowChip />
  </>
);

function AskedLine() {
  const ask = useQuickAdd((state) => state.ask);
  return ask === undefined ? null : <LooseLine ask={ask} />;
}

function Asked() {
  const ask = useQuickAdd((state) => state.ask);
  return <Suspense>{ask !== undefined && <QuickAdd ask={ask} />}</Suspense>;
}

function Chaos() {
  const isReadOnly = useIsReadOnly();
  return <Suspense>{isReadOnly ? <WatchedMonkey /> : <ChaosBar />}</Suspense>;
}

/** The drawing. The only folder that knows React Flow; the stores speak of services, brokers and wires. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasInside />
    </ReactFlowProvider>
  );
}

function CanvasInside() {
  const frame = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const isReadOnly = useIsReadOnly();
  const snap = useCanvasPrefs((prefs) => prefs.snap);
  const isPanning = useKeyPress('Space');
  const { nodes, onNodesChange } = useNodes();
  const drag = useDrag();
  const moves = useMoves(frame);
  const drop = useDropHere();
  const [ports] = useState(clickedPorts);
  useCanvasViewHere(frame);
  useWheel(frame);
  useFarAway(frame);
  const isBreaking = useFaultInHand(frame);
  useEffect(startClipboard, []);

  return (
    <div
      ref={frame}
      className={classes.canvas}
      tabIndex={-1}
      data-testid="canvas"
      data-breaking={isBreaking || undefined}
      {...drop}
      onContextMenu={onContextMenu}
    >
      <ReactFlow
        nodes={nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        onNodesChange={onNodesChange}
        {...drag}
        // While Space is held, a drag moves the view even when it begins on a box.
        nodesDraggable={!isReadOnly && !isPanning}
        nodesConnectable={!isReadOnly}
        isValidConnection={mayConnect}
        onConnect={ports.connected}
        onConnectEnd={endLine}
        onClickConnectStart={ports.start}
        onClickConnectEnd={ports.end}
        {...moves}
        onPaneClick={() => useSelectionStore.getState().clear()}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode="Shift"
        panActivationKeyCode={null}
        zoomOnScroll={false}
        connectionRadius={28}
        nodeDragThreshold={3}
        snapToGrid={snap}
        snapGrid={grid}
        minZoom={0.05}
        maxZoom={2.5}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        {furniture}
      </ReactFlow>
      {aroundIt}
    </div>
  );
}

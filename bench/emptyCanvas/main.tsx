/** The least that a page of this kind can be: React Flow, a store, a stream and a socket, and nothing of ours. */
import '@xyflow/react/dist/style.css';
import { ReactFlow, type Edge, type Node } from '@xyflow/react';
import { createRoot } from 'react-dom/client';
import { Subject } from 'rxjs';
import { io } from 'socket.io-client';
import { create } from 'zustand';

const asked = new URLSearchParams(window.location.search);
const count = Number(asked.get('boxes') ?? 10);
const columns = Math.ceil(Math.sqrt(count));

const nodes: Node[] = Array.from({ length: count }, (_, index) => ({
  id: String(index),
  position: { x: (index % columns) * 330, y: Math.floor(index / columns) * 200 },
  data: { label: `service-${index}` },
}));

/** As `gestureSteps.ts` lays them. */
const edges: Edge[] = Array.from({ length: Number(asked.get('wires') ?? 0) }, (_, index) => {
  const from = index % count;
  const to = (from + 1 + Math.floor(index / count) * 7) % count;
  return { id: `w${index}`, source: String(from), target: String(to) };
});

const useNodes = create(() => ({ nodes }));
const news$ = new Subject<unknown>();
io({ autoConnect: false }).onAny((news) => news$.next(news));

function Page() {
  return <ReactFlow nodes={useNodes((state) => state.nodes)} edges={edges} fitView minZoom={0.15} />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html and main.tsx do not belong together.');
createRoot(root).render(<Page />);

/** The least that a page of this kind can be: React Flow, a store, a stream and a socket, and nothing of ours. */
import '@xyflow/react/dist/style.css';
import { ReactFlow, type Node } from '@xyflow/react';
import { createRoot } from 'react-dom/client';
import { Subject } from 'rxjs';
import { io } from 'socket.io-client';
import { create } from 'zustand';

const count = Number(new URLSearchParams(window.location.search).get('boxes') ?? 10);
const columns = Math.ceil(Math.sqrt(count));

const nodes: Node[] = Array.from({ length: count }, (_, index) => ({
  id: String(index),
  position: { x: (index % columns) * 330, y: Math.floor(index / columns) * 200 },
  data: { label: `service-${index}` },
}));

const useNodes = create(() => ({ nodes }));
const news$ = new Subject<unknown>();
io({ autoConnect: false }).onAny((news) => news$.next(news));

function Page() {
  return <ReactFlow nodes={useNodes((state) => state.nodes)} fitView />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html and main.tsx do not belong together.');
createRoot(root).render(<Page />);

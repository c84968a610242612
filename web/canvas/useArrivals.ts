import type { Node } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';

/** So many new boxes are drawn in one frame: more would hold the page up when hundreds come at once. */
const perFrame = 10;

/**
 * The nodes that are drawn by now. What comes by the hundred (a large flow is opened, pasted, brought back) arrives over a few
 * frames, and what goes by the hundred goes likewise, so that the page answers meanwhile.
 */
export function useArrivals(nodes: readonly Node[]): Node[] {
  const [drawn, setDrawn] = useState<ReadonlySet<string>>(new Set());
  const waiting = nodes.some(({ id }) => !drawn.has(id));
  const next = useMemo(() => nextDrawn(nodes, drawn), [nodes, drawn]);
  useEffect(() => {
    if (next === drawn) return undefined;
    const frame = requestAnimationFrame(() => setDrawn(next));
    return () => cancelAnimationFrame(frame);
  }, [next, drawn]);
  return useMemo(() => {
    const few = nodes.filter(({ id }) => !drawn.has(id)).length <= perFrame;
    return few || !waiting ? [...nodes] : nodes.filter(({ id }) => drawn.has(id));
  }, [nodes, drawn, waiting]);
}

function nextDrawn(nodes: readonly Node[], drawn: ReadonlySet<string>): ReadonlySet<string> {
  const present = new Set(nodes.map(({ id }) => id));
  const kept = [...drawn].filter((id) => present.has(id));
  const fresh = nodes.flatMap(({ id }) => (drawn.has(id) ? [] : [id])).slice(0, perFrame);
  return fresh.length === 0 && kept.length === drawn.size ? drawn : new Set([...kept, ...fresh]);
}

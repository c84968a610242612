import type { Edge, Node } from '@xyflow/react';
import { placedParts, type Flow } from '#shared/flow/flow.ts';
import { partKinds } from '../flow/placed.ts';
import type { Selectable } from '../flow/selectionStore.ts';
import { nodeId } from './boxIds.ts';
import { connectionsOf, type Connection } from './geometry/connections.ts';

/** The flow in React Flow's words. Boxes and wires read what they show from the stores by id, so ids are all they carry. */

export function nodesOf(flow: Flow, before: readonly Node[]): Node[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return placedParts.flatMap((part) =>
    Object.entries(flow[part]).map(([id, item]): Node => {
      const { position } = item;
      const ariaLabel = `${partKinds[part]} ${'name' in item ? item.name : id}`;
      const node = known.get(nodeId({ part, id }));
      // Measured sizes, selection and a drag under way are React Flow's own.
      if (node !== undefined) {
        const isSame = node.dragging === true || (node.position.x === position.x && node.position.y === position.y);
        return isSame && node.ariaLabel === ariaLabel
          ? node
          : { ...node, ariaLabel, position: isSame ? node.position : position };
      }
      return {
        id: nodeId({ part, id }),
        type: partKinds[part],
        position,
        data: {},
        zIndex: part === 'notes' ? -1 : 1,
        ariaLabel,
      };
    }),
  );
}

export function edgesOf(flow: Flow, selection: readonly Selectable[]): Edge[] {
  const ends = endNodes(flow);
  const selected = new Set(selection.flatMap(({ kind, id }) => (kind === 'wire' ? [id] : [])));
  return connectionsOf(flow).flatMap((connection) => edgeOf(connection, { ends, selected }));
}

interface EdgeContext {
  ends: ReadonlyMap<string, string>;
  selected: ReadonlySet<string>;
}

function edgeOf({ id, kind, from, to, wire, dashed }: Connection, { ends, selected }: EdgeContext): Edge[] {
  const source = ends.get(from);
  const target = ends.get(to);
  if (source === undefined || target === undefined) return [];
  const isWire = kind === 'wire';
  return [
    {
      id,
      source,
      target,
      type: isWire ? 'wire' : 'derived',
      data: { wire, from, dashed },
      selectable: isWire,
      deletable: isWire,
      focusable: isWire,
      selected: wire !== undefined && selected.has(wire),
      ariaLabel: isWire ? `Wire ${wire} from ${from} to ${to}` : `${from} to ${to}`,
    },
  ];
}

function endNodes(flow: Flow): Map<string, string> {
  const ends = new Map<string, string>();
  // A wire's end is looked up among services first, so they win over others of the same id.
  for (const part of ['drivers', 'externals', 'brokers', 'services'] as const) {
    for (const id of Object.keys(flow[part])) ends.set(id, nodeId({ part, id }));
  }
  return ends;
}

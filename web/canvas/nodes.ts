import type { Node } from '@xyflow/react';
import { placedParts, type Flow, type PlacedPart } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { partKinds } from '../flow/placed.ts';
import { nodeId } from './boxIds.ts';
import type { Size } from './geometry/line.ts';

/** The flow in React Flow's words. Boxes and wires read what they show from the stores by id, so ids are all they carry. */

export function nodesOf(flow: Flow, before: readonly Node[]): Node[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return placedParts.flatMap((part) =>
    Object.entries(itemsOf(flow, part)).map(([id, item]): Node => {
      const { position } = item;
      const ariaLabel = `${partKinds[part]} ${nameOf(item, id)}`;
      const size = 'size' in item ? item.size : undefined;
      const node = known.get(nodeId({ part, id }));
      // Measured sizes, selection and a drag or resize under way are React Flow's own.
      if (node !== undefined) {
        const isMoving = node.dragging === true || node.resizing === true;
        const isThere = isMoving || (node.position.x === position.x && node.position.y === position.y);
        const fits = isMoving || (node.width === size?.width && node.height === size?.height);
        if (isThere && fits && node.ariaLabel === ariaLabel) return node;
        const kept = fits ? node : withSize(node, size);
        return { ...kept, ariaLabel, position: isThere ? node.position : position };
      }
      const fresh: Node = {
        id: nodeId({ part, id }),
        // React Flow has a look of its own for what is called `group`.
        type: part === 'groups' ? 'area' : partKinds[part],
        position,
        data: {},
        zIndex: levels[part] ?? 1,
        ariaLabel,
        // Only a group's title, body and handles take the pointer, each when it should.
        ...(part === 'groups' ? { style: { pointerEvents: 'none' } } : {}),
      };
      return withSize(fresh, size);
    }),
  );
}

/**
 * Groups lie below notes, and notes below boxes and wires. React Flow lifts what is selected by 1000: even then they stay below,
 * so that what stands on them can be clicked.
 */
const levels: Partial<Record<PlacedPart, number>> = { notes: -1001, groups: -3000 };

function withSize({ width: _width, height: _height, ...node }: Node, size: Size | undefined): Node {
  return size === undefined ? node : { ...node, ...size };
}

function nameOf(item: { name: string } | { title: string } | { text: string }, id: string): string {
  if ('name' in item) return item.name;
  return 'title' in item ? item.title : id;
}

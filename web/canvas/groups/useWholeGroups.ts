import { useStoreApi, type Node, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { useSelectionStore, type Selectable } from '../../flow/selectionStore.ts';
import { boxOf } from '../boxIds.ts';
import type { Rect } from '../geometry/line.ts';
import { holds } from './members.ts';

/**
 * A selection box that is drawn within a group means the boxes in it: the group itself is caught only whole. React Flow knows one
 * rule for everything, so while such a box is drawn its word on groups is not taken, and groups are chosen here.
 */
export function useWholeGroups(): (changes: NodeChange[]) => NodeChange[] {
  const store = useStoreApi();
  useEffect(
    () =>
      store.subscribe(({ userSelectionRect, userSelectionActive, transform, nodes }, before) => {
        if (!userSelectionActive || userSelectionRect === null || userSelectionRect === before.userSelectionRect)
          return;
        const [left, top, zoom] = transform;
        const { x, y, width, height } = userSelectionRect;
        const drawn = { x: (x - left) / zoom, y: (y - top) / zoom, width: width / zoom, height: height / zoom };
        const { selection, selectAll } = useSelectionStore.getState();
        const chosen = withWholeGroups(selection, nodes, drawn);
        if (chosen !== selection) selectAll(chosen);
      }),
    [store],
  );
  return useCallback(
    (changes) => {
      const { userSelectionRect, nodes } = store.getState();
      return userSelectionRect === null ? changes : changes.map((change) => unlessGroup(change, nodes));
    },
    [store],
  );
}

/** What is selected with the groups that a selection box holds whole, and no other groups. The same list when nothing changes. */
export function withWholeGroups(
  selection: readonly Selectable[],
  nodes: readonly Node[],
  drawn: Rect,
): readonly Selectable[] {
  const groups = nodes.flatMap((node) => {
    const { part, id } = boxOf(node.id);
    return part === 'groups' && holds(drawn, rectOf(node)) ? [id] : [];
  });
  const known = selection.flatMap(({ kind, id }) => (kind === 'group' ? [id] : []));
  if (groups.length === known.length && groups.every((id) => known.includes(id))) return selection;
  return [
    ...selection.filter(({ kind }) => kind !== 'group'),
    ...groups.map((id): Selectable => ({ kind: 'group', id })),
  ];
}

/** React Flow has marked its node already when it tells: the group is handed back as it was. */
function unlessGroup(change: NodeChange, nodes: readonly Node[]): NodeChange {
  if (change.type !== 'select' || boxOf(change.id).part !== 'groups') return change;
  const node = nodes.find(({ id }) => id === change.id);
  return node === undefined ? change : { type: 'replace', id: change.id, item: { ...node, selected: false } };
}

function rectOf({ position, measured, width, height }: Node): Rect {
  return { ...position, width: measured?.width ?? width ?? 0, height: measured?.height ?? height ?? 0 };
}

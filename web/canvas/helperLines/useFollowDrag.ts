import { useStoreApi, type NodeChange } from '@xyflow/react';
import { useCallback } from 'react';
import { followDrag } from './dragUnderWay.ts';

/** `followDrag` with what is drawn and seen right now. */
export function useFollowDrag(): (changes: NodeChange[]) => NodeChange[] {
  const store = useStoreApi();
  return useCallback(
    (changes) => {
      const { nodes, transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const visible = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      return followDrag(changes, nodes, { zoom, visible });
    },
    [store],
  );
}

import { IconRoute, IconRouteOff } from '@tabler/icons-react';
import { traceAtHand } from '../canvas/follow/following.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import type { Action } from './action.ts';

const followed = (): string | undefined => useTraceStore.getState().followedTrace;

export const followActions: readonly Action[] = [
  {
    id: 'follow',
    label: 'Follow a trace: of the message below the pointer, or the one in the timeline',
    group: 'View',
    icon: IconRoute,
    keys: ['F'],
    isPossible: () => traceAtHand() !== undefined,
    run: () => {
      const trace = traceAtHand();
      useTraceStore.getState().followTrace(trace === followed() ? undefined : trace);
    },
  },
  {
    id: 'stopFollowing',
    label: 'Stop following the trace',
    group: 'View',
    icon: IconRouteOff,
    keys: ['Escape'],
    isPossible: () => followed() !== undefined,
    run: () => useTraceStore.getState().followTrace(undefined),
  },
];

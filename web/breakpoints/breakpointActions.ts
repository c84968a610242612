import { IconHandStop, IconMailForward, IconMailPause } from '@tabler/icons-react';
import type { Action } from '../command/action.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { actOnAllHeld } from './actOnHeld.ts';
import { selectedTarget, toggleBreakpoint } from './breakpoint.ts';
import { useHeld } from './heldStore.ts';

const holdsAny = (): boolean => useHeld.getState().held.length > 0;

/** What one can do with breakpoints and what they hold. */
export const breakpointActions: readonly Action[] = [
  {
    id: 'breakpoint',
    label: 'Set or remove a breakpoint',
    group: 'Break',
    icon: IconHandStop,
    keys: ['F9', 'H'],
    on: ['wire', 'handler'],
    isPossible: () => !isReadOnly() && selectedTarget() !== undefined,
    run: () => {
      const target = selectedTarget();
      if (target !== undefined) void toggleBreakpoint(target);
    },
  },
  {
    id: 'showHeld',
    label: 'Show held messages',
    group: 'Break',
    icon: IconMailPause,
    keys: ['Shift+H'],
    run: () => useLayoutStore.getState().showTab('held'),
  },
  {
    id: 'releaseHeld',
    label: 'Release all held messages',
    group: 'Break',
    icon: IconMailForward,
    isPossible: () => !isReadOnly() && holdsAny(),
    run: () => void actOnAllHeld('release'),
  },
];

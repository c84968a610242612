import { IconGauge } from '@tabler/icons-react';
import { usePlayback, type Speed } from '../trace/playbackStore.ts';
import type { Action } from './action.ts';

const speeds: readonly { speed: Speed; words: string }[] = [
  { speed: 0.1, words: 'at a tenth of the speed' },
  { speed: 0.25, words: 'at a quarter of the speed' },
  { speed: 1, words: 'at full speed' },
];

/** In Ctrl K alone: no key of their own, and on a narrow page no buttons in the header. */
export const speedActions: readonly Action[] = speeds.map(({ speed, words }) => ({
  id: `speed ${speed}`,
  label: `Show the picture ${words}`,
  group: 'Run',
  icon: IconGauge,
  isPossible: () => usePlayback.getState().speed !== speed,
  run: () => usePlayback.getState().setSpeed(speed),
}));

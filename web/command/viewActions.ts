import {
  IconArrowRightDashed,
  IconArrowBackUp,
  IconBolt,
  IconFilePlus,
  IconGridDots,
  IconHistory,
  IconKeyboard,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconMaximize,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconRoute,
  IconSearch,
  IconShieldCheck,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import { canvasView } from '../canvas/canvasView.ts';
import { useCanvasPrefs } from '../canvas/canvasPrefs.ts';
import { useChaos } from '../chaos/chaosStore.ts';
import { breakAgain, mendEverything } from '../chaos/mending.ts';
import { useMended } from '../faults/mended.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { openEmptyPlayground } from '../header/openEmptyPlayground.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { usePlayback } from '../trace/playbackStore.ts';
import { comeBack, openTime } from '../time/openTime.ts';
import { useTime } from '../time/timeStore.ts';
import { useNotices } from '../ui/notices.ts';
import type { Action } from './action.ts';
import { openDialog } from './commandStore.ts';

export const viewActions: readonly Action[] = [
  {
    id: 'fit',
    label: 'Show the whole drawing',
    group: 'View',
    icon: IconMaximize,
    keys: ['1'],
    on: ['canvas'],
    run: () => canvasView().fit(),
  },
  { id: 'full', label: 'Real size', group: 'View', icon: IconZoomReset, keys: ['0'], run: () => canvasView().full() },
  {
    id: 'in',
    label: 'Zoom in',
    group: 'View',
    icon: IconZoomIn,
    keys: ['Plus', '='],
    run: () => canvasView().zoomBy(1.25),
  },
  { id: 'out', label: 'Zoom out', group: 'View', icon: IconZoomOut, keys: ['-'], run: () => canvasView().zoomBy(0.8) },
  {
    id: 'snap',
    label: 'Stand on the grid, or anywhere',
    group: 'View',
    icon: IconGridDots,
    keys: ['G'],
    on: ['canvas'],
    run: () => {
      useCanvasPrefs.getState().toggleSnap();
      const { snap } = useCanvasPrefs.getState();
      useNotices.getState().say('info', snap ? 'Boxes stand on the grid.' : 'Boxes stand anywhere.');
    },
  },
  {
    id: 'left',
    label: 'Show or hide the palette',
    group: 'View',
    icon: IconLayoutSidebar,
    run: () => useLayoutStore.getState().toggle('left'),
  },
  {
    id: 'right',
    label: 'Show or hide the inspector',
    group: 'View',
    icon: IconLayoutSidebarRight,
    run: () => useLayoutStore.getState().toggle('right'),
  },
  {
    id: 'bottom',
    label: 'Show or hide what happened',
    group: 'View',
    icon: IconLayoutBottombar,
    run: () => useLayoutStore.getState().toggle('bottom'),
  },
];

export const runActions: readonly Action[] = [
  {
    id: 'play',
    label: 'Pause or resume the picture',
    group: 'Run',
    icon: IconPlayerPlay,
    keys: ['Space'],
    run: () => usePlayback.getState().toggle(),
  },
  {
    id: 'step',
    label: 'Step one message',
    group: 'Run',
    icon: IconPlayerTrackNext,
    keys: ['S'],
    run: () => usePlayback.getState().step(),
  },
  {
    id: 'oneByOne',
    label: 'Show one message at a time, or all of them',
    group: 'Run',
    icon: IconArrowRightDashed,
    keys: ['Shift+S'],
    run: () => usePlayback.getState().toggleOneByOne(),
  },
  {
    id: 'now',
    label: 'Jump to now',
    group: 'Run',
    icon: IconPlayerSkipForward,
    isPossible: () => usePlayback.getState().paused,
    run: () => usePlayback.getState().jumpToNow(),
  },
  {
    id: 'lookBack',
    label: 'Look back in time',
    group: 'Run',
    icon: IconHistory,
    keys: ['L'],
    run: () => void openTime(),
  },
  {
    id: 'live',
    label: 'Return from the past to now',
    group: 'Run',
    icon: IconPlayerSkipForward,
    isPossible: () => useTime.getState().atUs !== undefined,
    run: () => void comeBack(),
  },
  {
    id: 'break',
    label: 'Break something…',
    group: 'Break',
    icon: IconBolt,
    keys: ['B'],
    on: ['canvas'],
    isPossible: () => !isReadOnly(),
    run: () => useChaos.setState({ isChoosing: true }),
  },
  {
    id: 'mend',
    label: 'Mend everything that is broken on purpose',
    group: 'Break',
    icon: IconShieldCheck,
    isPossible: () => !isReadOnly() && useFlowStore.getState().faults.length > 0,
    run: () => void mendEverything(),
  },
  {
    id: 'breakAgain',
    label: 'Break again what was mended last',
    group: 'Break',
    icon: IconArrowBackUp,
    isPossible: () => !isReadOnly() && useMended.getState().last.length > 0,
    run: () => void breakAgain(),
  },
];

export const helpActions: readonly Action[] = [
  {
    id: 'find',
    label: 'Find or do anything',
    group: 'Help',
    icon: IconSearch,
    keys: ['Ctrl+K'],
    run: () => openDialog('find'),
  },
  {
    id: 'keys',
    label: 'All keys',
    group: 'Help',
    icon: IconKeyboard,
    keys: ['?'],
    on: ['canvas'],
    run: () => openDialog('keys'),
  },
  { id: 'tour', label: 'Take the tour', group: 'Help', icon: IconRoute, run: () => openDialog('tour') },
  {
    id: 'empty',
    label: 'Open an empty canvas',
    group: 'Playground',
    icon: IconFilePlus,
    run: () => void openEmptyPlayground(),
  },
];

import type { FitViewOptions } from '@xyflow/react';

/** How the whole drawing is brought into view: below stay the controls and the map, above the bar, which must cover no box. */
export const wholeFlow: FitViewOptions = {
  padding: { top: '62px', right: '24px', bottom: '116px', left: '24px' },
  maxZoom: 1.1,
};

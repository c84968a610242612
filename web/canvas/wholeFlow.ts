import type { FitViewOptions } from '@xyflow/react';

/** How the whole drawing is brought into view: below it stay the controls and the map, which must cover no box. */
export const wholeFlow: FitViewOptions = {
  padding: { top: '24px', right: '24px', bottom: '116px', left: '24px' },
  maxZoom: 1.1,
};

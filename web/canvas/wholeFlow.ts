import type { FitViewOptions } from '@xyflow/react';

/** A window zoomed to 200 % has not that much room to leave. */
const isLow = typeof window !== 'undefined' && window.innerHeight < 560;

/** How the whole drawing is brought into view: below stay the controls and the map, above the bar, which must cover no box. */
export const wholeFlow: FitViewOptions = {
  padding: isLow
    ? { top: '14px', right: '14px', bottom: '50px', left: '50px' }
    : { top: '62px', right: '12px', bottom: '116px', left: '12px' },
  maxZoom: 1.1,
};

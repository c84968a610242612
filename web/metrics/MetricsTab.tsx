import { lazy, Suspense } from 'react';

/** uPlot comes when somebody wants to see charts. */
const MetricsPanel = lazy(() => import('./MetricsPanel.tsx').then((file) => ({ default: file.MetricsPanel })));

/** What the Metrics tab holds. */
export function MetricsTab() {
  return (
    <Suspense>
      <MetricsPanel />
    </Suspense>
  );
}

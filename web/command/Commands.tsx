import { lazy, Suspense } from 'react';
import { useCommandStore } from './commandStore.ts';
import { useReturningFocus } from './useReturningFocus.ts';
import { useShortcuts } from './useShortcuts.ts';

// Asked for by a key or a click: not part of what the page loads first.
const FindDialog = lazy(() => import('./FindDialog.tsx').then((file) => ({ default: file.FindDialog })));
const KeysDialog = lazy(() => import('./KeysDialog.tsx').then((file) => ({ default: file.KeysDialog })));
const ContextMenu = lazy(() => import('./ContextMenu.tsx').then((file) => ({ default: file.ContextMenu })));
const Tour = lazy(() => import('./tour/Tour.tsx').then((file) => ({ default: file.Tour })));
const ShareDialog = lazy(() => import('../share/ShareDialog.tsx').then((file) => ({ default: file.ShareDialog })));
const FlowsDialog = lazy(() => import('../flows/FlowsDialog.tsx').then((file) => ({ default: file.FlowsDialog })));
const HistoryDialog = lazy(() =>
  import('../flows/HistoryDialog.tsx').then((file) => ({ default: file.HistoryDialog })),
);
const ExportDialog = lazy(() => import('../code/ExportDialog.tsx').then((file) => ({ default: file.ExportDialog })));
const SwitchDialog = lazy(() =>
  import('../transports/switch/SwitchDialog.tsx').then((file) => ({ default: file.SwitchDialog })),
);
const TruthDialog = lazy(() => import('../truth/TruthDialog.tsx').then((file) => ({ default: file.TruthDialog })));
const CompareDialog = lazy(() =>
  import('../compare/CompareDialog.tsx').then((file) => ({ default: file.CompareDialog })),
);
const RecordingDialog = lazy(() =>
  import('../recording/RecordingDialog.tsx').then((file) => ({ default: file.RecordingDialog })),
);

/** Keys, and what opens above the page. */
export function Commands() {
  const { open, menu } = useCommandStore();
  useShortcuts();
  useReturningFocus();
  return (
    <Suspense>
      {open === 'find' && <FindDialog />}
      {open === 'keys' && <KeysDialog />}
      {open === 'tour' && <Tour />}
      {open === 'share' && <ShareDialog />}
      {open === 'flows' && <FlowsDialog />}
      {open === 'history' && <HistoryDialog />}
      {open === 'export' && <ExportDialog />}
      {open === 'switch' && <SwitchDialog />}
      {open === 'compare' && <CompareDialog />}
      {open === 'truth' && <TruthDialog />}
      {open === 'recording' && <RecordingDialog />}
      {menu !== undefined && <ContextMenu key={`${menu.at.x} ${menu.at.y}`} ask={menu} />}
    </Suspense>
  );
}

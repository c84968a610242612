import { IconCopyPlus, IconDownload, IconFolders, IconHistory, IconPhotoDown, IconShare3 } from '@tabler/icons-react';
import type { Action } from '../command/action.ts';
import { openDialog } from '../command/commandStore.ts';
import { useAccess } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { downloadFlow } from './flowFile.ts';
import { copyFlow } from './openFlow.ts';

const byEditLink = (): boolean => !useAccess.getState().link;

export async function makeCopy(): Promise<void> {
  const problem = await copyFlow(useFlowStore.getState().session);
  if (problem !== undefined) useNotices.getState().say('bad', problem.message);
}

async function takePicture(kind: 'png' | 'svg'): Promise<void> {
  const { savePicture } = await import('../share/picture/savePicture.ts');
  await savePicture(kind);
}

/** Keeping and handing on: the menu beside the flow's name, and lines of Ctrl K. */
export const keepActions: readonly Action[] = [
  { id: 'flows', label: 'All my flows…', group: 'Playground', icon: IconFolders, run: () => openDialog('flows') },
  {
    id: 'history',
    label: 'History…',
    group: 'Playground',
    icon: IconHistory,
    isPossible: byEditLink,
    run: () => openDialog('history'),
  },
  { id: 'share', label: 'Share…', group: 'Playground', icon: IconShare3, run: () => openDialog('share') },
  {
    id: 'copyFlow',
    label: 'Make my own copy',
    group: 'Playground',
    icon: IconCopyPlus,
    run: () => void makeCopy(),
  },
  {
    id: 'download',
    label: 'Download as JSON',
    group: 'Playground',
    icon: IconDownload,
    run: () => downloadFlow(useFlowStore.getState().flow),
  },
  ...(['png', 'svg'] as const).map((kind): Action => ({
    id: `download ${kind}`,
    label: `Download a picture (${kind.toUpperCase()})`,
    group: 'Playground',
    icon: IconPhotoDown,
    run: () => void takePicture(kind),
  })),
];

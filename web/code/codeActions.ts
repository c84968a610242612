import { IconCode, IconFileCode } from '@tabler/icons-react';
import type { Action } from '../command/action.ts';
import { chooseTab } from '../inspector/tabStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { openExport } from './exportStore.ts';

const withCode: readonly Selectable['kind'][] = ['service', 'handler', 'wire'];

/** The one thing that is selected, when it has code. */
function selected(): Selectable | undefined {
  const [only, ...others] = useSelectionStore.getState().selection;
  return only !== undefined && others.length === 0 && withCode.includes(only.kind) ? only : undefined;
}

/** What one can do with the code behind the picture. */
export const codeActions: readonly Action[] = [
  {
    id: 'code',
    label: 'Show its code',
    group: 'View',
    icon: IconCode,
    on: ['box', 'wire', 'handler'],
    isPossible: () => selected() !== undefined,
    run: () => {
      const item = selected();
      if (item !== undefined) chooseTab(item.kind, 'Code');
    },
  },
  {
    id: 'export',
    label: 'Export as a NestJS project…',
    group: 'Playground',
    icon: IconFileCode,
    run: () => openExport(),
  },
];

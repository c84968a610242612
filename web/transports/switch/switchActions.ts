import { IconArrowsExchange, IconColumns3, IconTable } from '@tabler/icons-react';
import type { Action } from '../../command/action.ts';
import { openDialog } from '../../command/commandStore.ts';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';

const hasServices = (): boolean => Object.keys(useFlowStore.getState().flow.services).length > 0;

export const switchActions: readonly Action[] = [
  {
    id: 'switchTransport',
    label: 'Switch the transport…',
    group: 'Arrange',
    icon: IconArrowsExchange,
    keys: ['Shift+X'],
    on: ['canvas', 'box', 'wire'],
    isPossible: () => hasServices() && !isReadOnly(),
    run: () => openDialog('switch'),
  },
  {
    id: 'compareTransports',
    label: 'Compare transports…',
    group: 'Run',
    icon: IconColumns3,
    on: ['canvas'],
    isPossible: hasServices,
    run: () => openDialog('compare'),
  },
  {
    id: 'transportTruth',
    label: 'What each transport does…',
    group: 'Help',
    icon: IconTable,
    run: () => openDialog('truth'),
  },
];

import { IconCpu } from '@tabler/icons-react';
import { own } from '#shared/flow/lookup.ts';
import { maxOwnProcesses, servicesDrawnApart } from '#shared/flow/processes.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import type { Action } from './action.ts';

/** The one service that is selected. */
function selectedService(): { id: string; process: 'own' | 'shared' } | undefined {
  const [item, ...others] = useSelectionStore.getState().selection;
  if (item?.kind !== 'service' || others.length > 0 || isReadOnly()) return undefined;
  const service = own(useFlowStore.getState().flow.services, item.id);
  return service === undefined ? undefined : { id: item.id, process: service.process ?? 'shared' };
}

function runIn(process: 'own' | 'shared'): void {
  const service = selectedService();
  if (service === undefined) return;
  useFlowStore.getState().edit([{ edit: 'set', part: 'services', id: service.id, field: 'process', value: process }]);
}

export const processActions: readonly Action[] = [
  {
    id: 'ownProcess',
    label: 'Run in its own process',
    group: 'Run',
    icon: IconCpu,
    on: ['box'],
    isPossible: () =>
      selectedService()?.process === 'shared' &&
      servicesDrawnApart(useFlowStore.getState().flow).length < maxOwnProcesses,
    run: () => runIn('own'),
  },
  {
    id: 'sharedProcess',
    label: 'Run with the other services',
    group: 'Run',
    icon: IconCpu,
    on: ['box'],
    isPossible: () => selectedService()?.process === 'own',
    run: () => runIn('shared'),
  },
];

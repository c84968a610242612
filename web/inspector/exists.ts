import type { Flow } from '#shared/flow/flow.ts';
import { itemsOf, own } from '#shared/flow/lookup.ts';
import type { Selectable } from '../flow/selectionStore.ts';

const partOf = {
  service: 'services',
  broker: 'brokers',
  wire: 'wires',
  driver: 'drivers',
  external: 'externals',
  note: 'notes',
  group: 'groups',
  registry: 'registries',
} as const;

/** Whether what was selected is still drawn: an undo or somebody else may have removed it. */
export function exists(flow: Flow, item: Selectable): boolean {
  if (item.kind === 'handler') {
    return own(own(flow.services, item.service ?? '')?.handlers ?? {}, item.id) !== undefined;
  }
  return Object.hasOwn(itemsOf(flow, partOf[item.kind]), item.id);
}

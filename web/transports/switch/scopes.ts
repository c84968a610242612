import { own } from '#shared/flow/lookup.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Switching } from '#shared/flow/switch/switchTransport.ts';
import type { Selectable } from '../../flow/selectionStore.ts';

/** What can be switched: the whole drawing, and what is selected. */
export interface Scope {
  value: string;
  label: string;
  what: Switching['what'];
}

const whole: Scope = { value: 'flow', label: 'Whole drawing', what: 'flow' };

/** The narrowest scope comes last: whoever selected something means that. */
export function scopesFor(flow: Flow, selection: readonly Selectable[]): Scope[] {
  const [item, ...others] = selection;
  if (item === undefined || others.length > 0) return [whole];
  if (item.kind === 'wire') {
    const wire = own(flow.wires, item.id);
    const isOurs = wire !== undefined && own(flow.externals, wire.to) === undefined;
    return isOurs ? [whole, { value: 'wire', label: `Wire ${wire.name}`, what: { wire: item.id } }] : [whole];
  }
  const id = item.kind === 'handler' ? item.service : item.kind === 'service' ? item.id : undefined;
  const service = id === undefined ? undefined : own(flow.services, id);
  if (id === undefined || service === undefined || !hears(service)) return [whole];
  return [whole, { value: 'service', label: service.name, what: { service: id } }];
}

const hears = ({ listeners }: Flow['services'][string]): boolean =>
  Object.values(listeners).some(({ transport }) => transport !== 'http');

import { triggerText } from '#shared/flow/checks/services.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';

/** What on the canvas a problem is about. */
export interface ProblemPlace {
  kind: 'service' | 'broker' | 'wire' | 'driver' | 'external' | 'note' | 'group' | 'registry' | 'handler';
  id: string;
  /** Of a handler. */
  service?: string;
  /** As a person calls it: `orders · { cmd: 'create_order' }`. */
  name: string;
}

/** Finds what a dotted path such as `services.orders.handlers.create.steps.0.wire` is about; undefined when it is gone or never was. */
export function problemPlace(flow: Flow, at: string | undefined): ProblemPlace | undefined {
  const [part = '', id = '', inner, innerId = ''] = (at ?? '').split('.');
  switch (part) {
    case 'services': {
      const service = own(flow.services, id);
      if (service === undefined) return undefined;
      const handler = inner === 'handlers' ? own(service.handlers, innerId) : undefined;
      return handler === undefined
        ? { kind: 'service', id, name: service.name }
        : { kind: 'handler', id: innerId, service: id, name: `${service.name} · ${triggerText(handler.on)}` };
    }
    case 'brokers':
      return named('broker', id, own(flow.brokers, id)?.name);
    case 'wires':
      return named('wire', id, own(flow.wires, id)?.name);
    case 'drivers':
      return named('driver', id, own(flow.drivers, id)?.name);
    case 'externals':
      return named('external', id, own(flow.externals, id)?.name);
    case 'notes':
      return named('note', id, own(flow.notes, id) === undefined ? undefined : 'note');
    case 'registries':
      return named('registry', id, own(flow.registries ?? {}, id)?.name);
    case 'groups':
      return named('group', id, own(flow.groups ?? {}, id)?.title);
    default:
      return undefined;
  }
}

function named(kind: ProblemPlace['kind'], id: string, name: string | undefined): ProblemPlace | undefined {
  return name === undefined ? undefined : { kind, id, name };
}

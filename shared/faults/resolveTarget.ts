import type { Flow } from '../flow/flow.ts';
import { problem, type Problem } from '../problem.ts';
import { isLinkFault, type Fault } from './fault.ts';

/** Where a fault acts, with every id looked up. `replica` undefined = all. */
export type ResolvedTarget =
  | { on: 'wire'; wire: string; replica?: number | undefined }
  | { on: 'handler'; service: string; handler: string; replica?: number | undefined }
  | { on: 'listener'; service: string; listener: string; replica?: number | undefined }
  | { on: 'service'; service: string; replica?: number | undefined }
  | { on: 'broker'; broker: string };

export type Resolution = { ok: true; target: ResolvedTarget } | { ok: false; problem: Problem };

/** Finds what a fault's target means in a flow, or the Problem that says why it means nothing there. */
export function resolveTarget(flow: Flow, fault: Fault): Resolution {
  const { target } = fault;
  if ('wire' in target) {
    return Object.hasOwn(flow.wires, target.wire) && isLinkFault(fault)
      ? { ok: true, target: { on: 'wire', wire: target.wire, replica: target.replica } }
      : refuse(fault, 'wire', target.wire);
  }
  if ('broker' in target) {
    return Object.hasOwn(flow.brokers, target.broker) && isLinkFault(fault)
      ? { ok: true, target: { on: 'broker', broker: target.broker } }
      : refuse(fault, 'broker', target.broker);
  }
  if ('handler' in target) {
    const found = isLinkFault(fault)
      ? undefined
      : findInner(flow, { ...target, inner: 'handlers', name: target.handler });
    if (found === undefined) return refuse(fault, 'handler', target.handler);
    return { ok: true, target: { on: 'handler', service: found.service, handler: found.id, replica: target.replica } };
  }
  if ('listener' in target) {
    const found = isLinkFault(fault)
      ? findInner(flow, { ...target, inner: 'listeners', name: target.listener })
      : undefined;
    if (found === undefined) return refuse(fault, 'listener', target.listener);
    return {
      ok: true,
      target: { on: 'listener', service: found.service, listener: found.id, replica: target.replica },
    };
  }
  return Object.hasOwn(flow.services, target.service)
    ? { ok: true, target: { on: 'service', service: target.service, replica: target.replica } }
    : refuse(fault, 'service', target.service);
}

interface InnerQuery {
  inner: 'handlers' | 'listeners';
  name: string;
  service?: string | undefined;
}

/** The one service whose handler or listener is meant; undefined when there is none or more than one. */
function findInner(flow: Flow, query: InnerQuery): { service: string; id: string } | undefined {
  const dot = query.name.indexOf('.');
  const id = dot < 0 ? query.name : query.name.slice(dot + 1);
  const service = dot < 0 ? query.service : query.name.slice(0, dot);
  const candidates = Object.entries(flow.services)
    .filter(
      ([serviceId, candidate]) =>
        (service === undefined || serviceId === service) && Object.hasOwn(candidate[query.inner], id),
    )
    .map(([serviceId]) => ({ service: serviceId, id }));
  return candidates.length === 1 ? candidates[0] : undefined;
}

function refuse(fault: Fault, on: string, id: string): { ok: false; problem: Problem } {
  const message =
    `A "${fault.kind}" fault cannot act on ${on} "${id}": there is none, more than one, or it is of another sort. ` +
    'Link faults act on a wire, listener, service or broker; handler faults on a handler (say service.handler) or a service.';
  return { ok: false, problem: problem('notFound', message, `target.${on}`) };
}

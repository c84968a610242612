import { orList } from '../orList.ts';
import type { Flow, Service } from '../flow/flow.ts';
import { isApart } from '../flow/processes.ts';
import { problem, type Problem } from '../problem.ts';
import { isHandlerFault, isLinkFault, isMessageFault, isProcessFault, type Fault } from './fault.ts';
import { handlerFaultRefusal } from './handlerSense.ts';
import { processFaultRefusal } from './processSense.ts';

/** Where a fault acts, with every id looked up. `replica` undefined = all. */
export type ResolvedTarget =
  | { on: 'wire'; wire: string; replica?: number | undefined }
  | { on: 'handler'; service: string; handler: string; replica?: number | undefined }
  | { on: 'listener'; service: string; listener: string; replica?: number | undefined }
  | { on: 'service'; service: string; replica?: number | undefined }
  | { on: 'broker'; broker: string };

export type Resolution = { ok: true; target: ResolvedTarget } | { ok: false; problem: Problem };

/** What each sort of fault can act on. */
const accepted = {
  link: ['wire', 'listener', 'service', 'broker'],
  message: ['wire', 'listener', 'service', 'broker'],
  /** A breakpoint. */
  hold: ['wire', 'handler', 'listener', 'service', 'broker'],
  handler: ['handler', 'service'],
  process: ['service', 'broker'],
} as const satisfies Record<string, readonly ResolvedTarget['on'][]>;

/** Finds what a fault's target means in a flow, or the Problem that says why it means nothing there. */
export function resolveTarget(flow: Flow, fault: Fault): Resolution {
  const found = find(flow, fault);
  if (found === undefined) return { ok: false, problem: notThere(flow, fault) };
  if (!isAccepted(flow, fault, found)) return { ok: false, problem: wrongPlace(fault, found) };
  const senseless = senselessness(flow, fault, found);
  return senseless === undefined ? { ok: true, target: found } : { ok: false, problem: senseless };
}

/** Why it could never act there as it is set. */
function senselessness(flow: Flow, fault: Fault, target: ResolvedTarget): Problem | undefined {
  if (isProcessFault(fault)) return processFaultRefusal(fault, target.on);
  if (!isHandlerFault(fault)) return undefined;
  const handler = target.on === 'handler' ? flow.services[target.service]?.handlers[target.handler] : undefined;
  return handlerFaultRefusal(fault, handler) ?? sharedFate(flow, fault, target);
}

/** A process that other services share is not to run out of memory for one of them. */
function sharedFate(flow: Flow, { kind }: Fault, target: ResolvedTarget): Problem | undefined {
  if (kind !== 'out_of_memory' || !('service' in target) || isApart(flow, target.service)) return undefined;
  const name = flow.services[target.service]?.name ?? target.service;
  const message = `Out of memory, "${name}" would take all services with it that share its process. Run it in its own process first.`;
  return problem('noEffect', message, `target.${target.on}`);
}

function find(flow: Flow, { target }: Fault): ResolvedTarget | undefined {
  const { replica } = target;
  if ('wire' in target) return has(flow.wires, target.wire) ? { on: 'wire', wire: target.wire, replica } : undefined;
  if ('broker' in target) return has(flow.brokers, target.broker) ? { on: 'broker', broker: target.broker } : undefined;
  if ('handler' in target) {
    const found = findInner(flow, { ...target, inner: 'handlers', name: target.handler });
    return found && { on: 'handler', service: found.service, handler: found.id, replica };
  }
  if ('listener' in target) {
    const found = findInner(flow, { ...target, inner: 'listeners', name: target.listener });
    return found && { on: 'listener', service: found.service, listener: found.id, replica };
  }
  return has(flow.services, target.service) ? { on: 'service', service: target.service, replica } : undefined;
}

function isAccepted(flow: Flow, fault: Fault, target: ResolvedTarget): boolean {
  const places: readonly ResolvedTarget['on'][] = accepted[sortOf(fault)];
  if (!places.includes(target.on)) return false;
  // What comes in over HTTP is no message of NestJS.
  return !isMessageFault(fault) || !('service' in target) || takesMessages(flow.services[target.service], target);
}

function sortOf(fault: Fault): keyof typeof accepted {
  if (fault.kind === 'hold') return 'hold';
  if (isLinkFault(fault)) return 'link';
  if (isMessageFault(fault)) return 'message';
  return isProcessFault(fault) ? 'process' : 'handler';
}

function takesMessages(service: Service | undefined, target: ResolvedTarget): boolean {
  const handler = target.on === 'handler' ? service?.handlers[target.handler] : undefined;
  if (handler !== undefined && 'http' in handler.on) return false;
  return Object.entries(service?.listeners ?? {}).some(
    ([id, { transport }]) => transport !== 'http' && (target.on !== 'listener' || target.listener === id),
  );
}

interface InnerQuery {
  inner: 'handlers' | 'listeners';
  name: string;
  service?: string | undefined;
}

/** The one service whose handler or listener is meant; undefined when there is none or more than one. */
function findInner(flow: Flow, query: InnerQuery): { service: string; id: string } | undefined {
  const candidates = findAllInner(flow, query);
  return candidates.length === 1 ? candidates[0] : undefined;
}

function findAllInner(flow: Flow, query: InnerQuery): { service: string; id: string }[] {
  const dot = query.name.indexOf('.');
  const id = dot < 0 ? query.name : query.name.slice(dot + 1);
  const service = dot < 0 ? query.service : query.name.slice(0, dot);
  return Object.entries(flow.services)
    .filter(
      ([serviceId, candidate]) => (service === undefined || serviceId === service) && has(candidate[query.inner], id),
    )
    .map(([serviceId]) => ({ service: serviceId, id }));
}

const has = (record: object, id: string): boolean => Object.hasOwn(record, id);

/** There is none, or the id means several. */
function notThere(flow: Flow, { target }: Fault): Problem {
  const on = targetWords.find((word) => word in target) ?? 'service';
  const id = String((target as Readonly<Record<string, unknown>>)[on]);
  const at = `target.${on}`;
  const meant = on === 'handler' || on === 'listener' ? findAllInner(flow, { inner: `${on}s`, name: id }) : [];
  const [first] = meant;
  if (first === undefined || meant.length === 1) {
    const named =
      on === 'handler' || on === 'listener' ? `, such as "${on === 'handler' ? 'orders.create' : 'orders.tcp'}"` : '';
    return problem('notFound', `There is no ${on} "${id}" in this flow. Say the id of one that is drawn${named}.`, at);
  }
  const owners = meant.map(({ service }) => `"${service}"`).join(', ');
  const message = `There is a ${on} "${id}" in each of ${owners}. Say which one is meant, such as "${first.service}.${id}".`;
  return problem('badInput', message, at);
}

function wrongPlace(fault: Fault, { on }: ResolvedTarget): Problem {
  const sort = sortOf(fault);
  const places: readonly string[] = accepted[sort];
  const why = places.includes(on)
    ? `acts on messages, and nothing but HTTP comes in at this ${on}. Take a ${otherOverHttp}.`
    : `acts on a ${orList(places)}, not on a ${on}. Take one of those.`;
  return problem('wrongKind', `A "${fault.kind}" fault ${why}`, `target.${on}`);
}

const otherOverHttp = 'fault on its connections, such as "latency", or on its handlers, such as "slow"';

const targetWords = ['wire', 'broker', 'handler', 'listener', 'service'] as const;

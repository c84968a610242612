import type { FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Json } from '#shared/json.ts';
import { maxEventDataBytes } from '#shared/trace.ts';
import { handlerSample, type ScopeValues } from '../steps/handlerSample.ts';
import { namesOfTrigger, triggerKind, withValues } from '../steps/names.ts';
import type { HopView } from '../trace/hopView.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import type { NameInScope } from '../ui/nameInScope.ts';
import { lookOf } from './faultBadge.ts';
import { faultKinds } from './offered.ts';

const pattern: NameInScope = { name: 'pattern', detail: 'as it was sent' };
const inHandler = new Set(['body', 'params', 'query', 'headers', 'data', 'meta', 'random']);
/** A reply has one of them, a request only data. */
const onTheWay: readonly NameInScope[] = [
  { name: 'data', detail: 'what is sent, or answered', isEmpty: true },
  { name: 'error', detail: 'of a reply that is one', isEmpty: true },
];
const fromOutside: readonly NameInScope[] = [
  { name: 'body', detail: 'the JSON body, over HTTP', isEmpty: true },
  { name: 'params', detail: 'parts of the path, over HTTP', isEmpty: true },
  { name: 'query', detail: 'what stands behind the ?, over HTTP', isEmpty: true },
  { name: 'headers', detail: 'of the request, over HTTP', isEmpty: true },
];

/** What `match` may name there, with the values of the last message that came by. Pure. */
export function matchScope(flow: Flow, book: TraceBook, target: FaultTarget): NameInScope[] {
  const meant = meaningOf(flow, target);
  if (meant?.on === 'handler') {
    const handler = own(own(flow.services, meant.service)?.handlers ?? {}, meant.handler);
    if (handler === undefined) return [];
    const trigger = namesOfTrigger(triggerKind(handler.on)).filter(({ name }) => inHandler.has(name));
    const { values } = handlerSample(flow, book, { service: meant.service, id: meant.handler, handler });
    const meta = values['meta'];
    const sent = typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? meta['pattern'] : undefined;
    return withValues([...trigger, pattern], sent === undefined ? values : { ...values, pattern: sent });
  }
  const general = namesOfTrigger('message').filter(({ name }) => name === 'meta' || name === 'random');
  const names = [...onTheWay, ...(meant?.on === 'service' ? fromOutside : []), ...general, pattern];
  const hop = meant === undefined ? undefined : lastHop(flow, book, meant);
  return hop === undefined ? names : names.map((one) => withValue(one, valuesOf(hop)));
}

/** What the target means, if anything can act there. */
function meaningOf(flow: Flow, target: FaultTarget): ResolvedTarget | undefined {
  for (const kind of faultKinds) {
    const resolved = resolveTarget(flow, lookOf(kind).create({ id: 'fault', target }));
    if (resolved.ok) return resolved.target;
  }
  return undefined;
}

function withValue(name: NameInScope, values: ScopeValues): NameInScope {
  return Object.hasOwn(values, name.name) ? { ...name, value: values[name.name] } : name;
}

function lastHop(flow: Flow, { hops }: TraceBook, meant: ResolvedTarget): HopView | undefined {
  let last: HopView | undefined;
  for (const hop of hops.values()) if (passes(flow, hop, meant)) last = hop;
  return last;
}

function passes(flow: Flow, { wire, deliveries }: HopView, meant: ResolvedTarget): boolean {
  switch (meant.on) {
    case 'wire':
      return wire === meant.wire;
    case 'broker':
      return wire !== undefined && own(flow.wires, wire)?.to === meant.broker;
    case 'listener':
      return deliveries.some(({ service, listener }) => service === meant.service && listener === meant.listener);
    case 'service':
    case 'handler':
      return deliveries.some(({ service }) => service === meant.service);
  }
}

function valuesOf({
  traceId,
  pattern: sent,
  attempt = 1,
  deliveries,
  kind,
  data,
  dataBytes = 0,
}: HopView): ScopeValues {
  const meta = { traceId, correlationId: traceId, pattern: sent, attempt, replica: deliveries[0]?.replica ?? 0 };
  const values: Record<string, Json> = { meta, pattern: sent };
  if (data !== undefined && dataBytes <= maxEventDataBytes) values[kind === 'http' ? 'body' : 'data'] = data;
  return values;
}

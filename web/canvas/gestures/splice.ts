import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow, Handler, Service, Wire } from '#shared/flow/flow.ts';
import { keepQueue } from '#shared/flow/keepQueue.ts';
import { ledTo } from '#shared/flow/ledTo.ts';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import { patternRoute, patternText, type Pattern } from '#shared/flow/pattern.ts';
import { queueOf, rmqRoute } from '#shared/flow/rmqRoute.ts';
import { freshId } from '#shared/ids.ts';
import { walkSteps } from '#shared/steps/step.ts';
import type { BoxId } from '../boxIds.ts';
import { connect, type Connecting } from '../connect.ts';
import { leadWire } from '../leadWire.ts';

const no = (why: string): Connecting => ({ ok: false, why });

/**
 * Puts a box in the middle of a wire. The wire keeps its name and its steps and leads to the box now; a service there passes on
 * what the wire is asked today, over a wire of its own, so that the same messages still arrive. A broker there is listened on by
 * the service the wire led to. `isNew` says that the box was made for this place: what it answers by default goes.
 */
export function splice(flow: Flow, { wire: id, box, isNew = false }: SpliceWish): Connecting {
  const wire = own(flow.wires, id);
  if (wire === undefined) return no('That wire is gone.');
  if (box.part === 'brokers') return spliceBroker(flow, id, box.id);
  const service = box.part === 'services' ? own(flow.services, box.id) : undefined;
  if (service === undefined) return no('Only a service or a broker can stand in the middle of a wire.');
  if (isWired(flow, box.id)) return no(`${service.name} has wires already, so it cannot be put into another.`);
  const asked = askedOver(flow, id);
  const entrance = entranceOf(service);
  const first = ledTo(flow, wire, entrance === undefined ? { to: box.id } : { to: entrance, callee: box.id });
  const before: Edit[] = [
    ...leadWire(id, wire, first),
    ...(entrance === undefined && !isDirect(service)
      ? [{ edit: 'putListener' as const, service: box.id, id: freshId('tcp', service.listeners), listener: tcp }]
      : []),
  ];
  const moved = applyEdits(flow, before);
  if (!moved.ok) return no(moved.problem.message);
  const onward = sendOn(moved.value, { box: box.id, wire: withOwnQueue(flow, wire, box.id) });
  if (!onward.ok) return onward;
  const handlers = forwarding(service, { asked, wire: onward.wire ?? '', isNew });
  const removed =
    isNew && handlers.length > 0
      ? Object.keys(service.handlers).map((handler): Edit => ({ edit: 'removeHandler', service: box.id, id: handler }))
      : [];
  const added = handlers.map(([handler, value]): Edit => ({
    edit: 'putHandler',
    service: box.id,
    id: handler,
    handler: value,
  }));
  return { ok: true, edits: [...before, ...onward.edits, ...removed, ...added], wire: id };
}

/** As it reaches whom it reached before this service came, on whose account a RabbitMQ may take another queue for the only one. */
function withOwnQueue(flow: Flow, wire: Wire, box: string): Wire {
  const { [box]: _came, ...services } = flow.services;
  return keepQueue(wire, { ...flow, services }, flow);
}

interface SendOn {
  box: string;
  /** As it led to where the box sends on. */
  wire: Wire;
}

/** A wire from the box to where the spliced one led, which tells a RabbitMQ what that one told it. */
function sendOn(flow: Flow, { box, wire }: SendOn): Connecting {
  const onward = connect(flow, box, wire.to);
  if (!onward.ok) return onward;
  const made = applyEdits(flow, onward.edits);
  const drawn = made.ok ? own(made.value.wires, onward.wire ?? '') : undefined;
  if (drawn === undefined || onward.wire === undefined) return onward;
  const led = drawn.to === wire.to ? { ...drawn, queue: wire.queue, persistent: wire.persistent } : drawn;
  if (isHeardBy(flow, led, box)) return no('It listens there itself: what it sends on would come back to it.');
  return { ...onward, edits: [...onward.edits, ...leadWire(onward.wire, drawn, led)] };
}

/** Whether this service gets what goes over a wire to a broker. */
function isHeardBy(flow: Flow, wire: Wire, box: string): boolean {
  const route = rmqRoute(flow, wire);
  return Object.values(own(flow.services, box)?.listeners ?? {}).some((listener) => {
    if (!('broker' in listener) || listener.broker !== wire.to) return false;
    if (listener.transport !== 'rmq') return true;
    return route.to === 'topic' ? listener.exchange === 'topic' : queueOf(listener).queue === route.queue;
  });
}

export interface SpliceWish {
  wire: string;
  box: BoxId;
  isNew?: boolean;
}

const tcp = { transport: 'tcp' } as const;
const isDirect = (service: Service): boolean => directListener(service) !== undefined;

/** The broker through which a service is reached when it has no address of its own. */
function entranceOf(service: Service): string | undefined {
  if (isDirect(service)) return undefined;
  return Object.values(service.listeners).flatMap((listener) => ('broker' in listener ? [listener.broker] : []))[0];
}

function isWired(flow: Flow, id: string): boolean {
  return Object.values(flow.wires).some(({ from, to }) => from === id || to === id);
}

function spliceBroker(flow: Flow, id: string, broker: string): Connecting {
  const wire = own(flow.wires, id);
  const end = wire === undefined ? undefined : wireEnd(flow, wire.to);
  if (wire === undefined || end?.kind !== 'service') return no('A broker fits into a wire that leads to a service.');
  const heard = connect(flow, broker, end.id);
  const isHeard = Object.values(end.service.listeners).some(
    (listener) => 'broker' in listener && listener.broker === broker,
  );
  if (!heard.ok && !isHeard) return heard;
  const listening = heard.ok ? heard.edits : [];
  const after = applyEdits(flow, listening);
  if (!after.ok) return no(after.problem.message);
  const led = ledTo(after.value, wire, { to: broker, callee: end.id });
  return { ok: true, edits: [...leadWire(id, wire, led), ...listening], wire: id };
}

interface Asked {
  pattern: Pattern;
  kind: 'send' | 'emit';
}

/** What the steps of a wire's owner ask over it, each pattern once; a send and an emit of one pattern count as a send. */
function askedOver(flow: Flow, wire: string): Asked[] {
  const found = new Map<string, Asked>();
  const owner = own(flow.services, own(flow.wires, wire)?.from ?? '');
  for (const { steps } of Object.values(owner?.handlers ?? {})) {
    walkSteps(steps, '', (step) => {
      if ((step.do !== 'send' && step.do !== 'emit') || step.wire !== wire) return;
      const route = patternRoute(step.pattern);
      if (found.get(route)?.kind !== 'send') found.set(route, { pattern: step.pattern, kind: step.do });
    });
  }
  return [...found.values()];
}

interface Forwarding {
  asked: readonly Asked[];
  wire: string;
  isNew: boolean;
}

/** Handlers that pass on what was asked, and its answer back, unless the service answers it already. */
function forwarding(service: Service, { asked, wire, isNew }: Forwarding): [string, Handler][] {
  const answered = new Set(isNew ? [] : Object.values(service.handlers).map(({ on }) => routeOf(on)));
  const taken: Record<string, unknown> = { ...service.handlers };
  return asked.flatMap(({ pattern, kind }): [string, Handler][] => {
    if (answered.has(patternRoute(pattern))) return [];
    const id = handlerId(pattern, taken);
    taken[id] = true;
    const handler: Handler =
      kind === 'send'
        ? {
            on: { message: pattern },
            steps: [
              { do: 'send', wire, pattern, data: 'data', as: 'answer' },
              { do: 'reply', value: 'answer' },
            ],
          }
        : { on: { event: pattern }, steps: [{ do: 'emit', wire, pattern, data: 'data' }] };
    return [[id, handler]];
  });
}

function routeOf(on: Handler['on']): string {
  if ('http' in on) return on.http;
  return patternRoute('message' in on ? on.message : on.event);
}

/** `{ cmd: 'get_user' }` → `get_user`, when that is free. */
function handlerId(pattern: Pattern, taken: Readonly<Record<string, unknown>>): string {
  const words = patternText(pattern).match(/[A-Za-z0-9_-]+/g) ?? [];
  const wanted = (words.at(-1) ?? 'forward').slice(0, 30);
  return Object.hasOwn(taken, wanted) || wanted in {} ? freshId(wanted, taken) : wanted;
}

import { orList } from '#shared/orList.ts';
import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { endName, own } from '#shared/flow/lookup.ts';
import { triggerText } from '#shared/flow/checks/services.ts';
import { lookOf } from '../faults/faultBadge.ts';
import type { Selectable } from '../flow/selectionStore.ts';
import { targetWords } from './targetWords.ts';

/** One thing of the drawing as the target of a fault in the hand. */
export interface Aim {
  key: string;
  name: string;
  /** `wire, orders → payments` */
  what: string;
  target: FaultTarget;
  /** What is seen of it on the canvas; of a listener its service. */
  item: Selectable;
  listener?: string | undefined;
  /** Why this fault cannot act there. */
  refusal: string | undefined;
}

/** What a fault would act on when this is clicked; undefined for what cannot be broken. */
function targetOf({ kind, id, service }: Selectable): FaultTarget | undefined {
  switch (kind) {
    case 'wire':
      return { wire: id };
    case 'service':
      return { service: id };
    case 'broker':
      return { broker: id };
    case 'handler':
      return service === undefined ? undefined : { handler: id, service };
    case 'driver':
    case 'external':
    case 'note':
    case 'group':
    case 'registry':
      return undefined;
  }
}

/** Why this kind of fault cannot act there; undefined when it can. */
function refusalAt(flow: Flow, kind: FaultKind, target: FaultTarget): string | undefined {
  const resolved = resolveTarget(flow, lookOf(kind).create({ id: 'fault', target }));
  if (resolved.ok) return undefined;
  const words = targetWords(kind);
  const word = Object.keys(target).find((one) => one !== 'replica') ?? '';
  if (!words.includes(word)) return `It acts on a ${orList(words)}.`;
  return resolved.problem.code === 'wrongKind'
    ? 'Nothing comes in here that it could act on.'
    : resolved.problem.message;
}

/** What is not of the system itself. */
export const unbreakable = ({ kind }: Selectable): string => `Nothing can be broken on ${aOf(kind)}.`;

const aOf = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

/** The same for something that is seen. A service is also the way to its handlers. */
export function refusalOf(flow: Flow, kind: FaultKind, item: Selectable): string | undefined {
  const target = targetOf(item);
  if (target === undefined) return unbreakable(item);
  const refusal = refusalAt(flow, kind, target);
  if (refusal === undefined || item.kind !== 'service') return refusal;
  const handlers = Object.keys(own(flow.services, item.id)?.handlers ?? {});
  const isWay = handlers.some((id) => refusalAt(flow, kind, { handler: id, service: item.id }) === undefined);
  return isWay ? undefined : refusal;
}

/** Everything that can be broken at all, in the order in which keys go through it: wires, services with what is in them, brokers. */
export function aimsFor(flow: Flow, kind: FaultKind): Aim[] {
  const aims: Aim[] = [];
  const add = (aim: Omit<Aim, 'key' | 'refusal'>): void => {
    aims.push({ ...aim, key: JSON.stringify(aim.target), refusal: refusalAt(flow, kind, aim.target) });
  };
  for (const [id, wire] of Object.entries(flow.wires)) {
    const from = own(flow.services, wire.from)?.name ?? wire.from;
    const what = `wire, ${from} → ${endName(flow, wire.to) ?? 'nowhere'}`;
    add({ name: wire.name, what, target: { wire: id }, item: { kind: 'wire', id } });
  }
  for (const [id, service] of Object.entries(flow.services)) {
    const item: Selectable = { kind: 'service', id };
    add({ name: service.name, what: 'service', target: { service: id }, item });
    for (const [listener, { transport }] of Object.entries(service.listeners)) {
      const what = `listener of ${service.name}, ${transport}`;
      add({ name: `${service.name} · ${listener}`, what, target: { listener, service: id }, item, listener });
    }
    for (const [handler, { on }] of Object.entries(service.handlers)) {
      const target = { handler, service: id };
      add({
        name: triggerText(on),
        what: `handler of ${service.name}`,
        target,
        item: { kind: 'handler', id: handler, service: id },
      });
    }
  }
  for (const [id, { name }] of Object.entries(flow.brokers)) {
    add({ name, what: 'broker', target: { broker: id }, item: { kind: 'broker', id } });
  }
  return aims;
}

import type { Fault, FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import type { MonkeyFault, MonkeyInput, MonkeySettings } from '#shared/faults/monkey.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { lookOf } from '../../faults/faultBadge.ts';

/** What the next monkey shall do, as this page has set it. */
export interface MonkeyDraft {
  faults: readonly MonkeyFault[];
  /** None: anything that it can act on. */
  targets: readonly FaultTarget[];
  everyMs: number;
  jitterMs: number;
  eachForMs: number;
  atOnce: number;
  forMs?: number | undefined;
  seed?: number | undefined;
}

/** Stands where the monkey will say what it acts on. */
const anywhere = { id: 'monkey', target: { wire: 'any' } } as const;

/** As cards and badges of faults know it. */
export const asFault = (fault: MonkeyFault): Fault => ({ ...fault, ...anywhere });

export function ofFault({ id: _id, target: _target, seed: _seed, forMs: _forMs, ...fault }: Fault): MonkeyFault {
  return fault;
}

export const usualFault = (kind: FaultKind): MonkeyFault => ofFault(lookOf(kind).create(anywhere));

/** Something for every kind of place, and nothing that ends a call for good. */
export const usualDraft = (): MonkeyDraft => ({
  faults: (['latency', 'throw_rpc', 'drop'] as const).map(usualFault),
  targets: [],
  everyMs: 3000,
  jitterMs: 1000,
  eachForMs: 4000,
  atOnce: 2,
});

/** What ran before, to be changed; the seed of the next one is drawn anew. */
export function draftOf({ targets, seed: _seed, count: _count, ...settings }: MonkeySettings): MonkeyDraft {
  return { ...settings, targets: targets === 'any' ? [] : targets };
}

/** As the server takes it; things that are gone from the drawing are left out. */
export function inputOf(draft: MonkeyDraft, flow: Flow): MonkeyInput {
  const { targets, faults, ...rest } = draft;
  const drawn = targetChoices(flow).flatMap(({ items }) => items.map(({ value }) => value));
  const there = targets.filter((target) => drawn.includes(targetKey(target)));
  return { ...rest, faults: [...faults], targets: there.length === 0 ? 'any' : there };
}

export const targetKey = (target: FaultTarget): string => JSON.stringify(target);

export interface TargetGroup {
  group: string;
  items: { value: string; label: string; target: FaultTarget }[];
}

/** Everything that a monkey can be sent at, as a list to choose from. */
export function targetChoices({ wires, services, brokers }: Flow): TargetGroup[] {
  const item = (label: string, target: FaultTarget) => ({ value: targetKey(target), label, target });
  const handlers = Object.entries(services).flatMap(([service, drawn]) =>
    Object.entries(drawn.handlers).map(([handler, { on }]) => {
      const text = 'http' in on ? on.http : patternText('message' in on ? on.message : on.event);
      return item(`${drawn.name} ${text}`, { handler, service });
    }),
  );
  return [
    { group: 'Wires', items: Object.entries(wires).map(([wire, { name }]) => item(name, { wire })) },
    { group: 'Handlers', items: handlers },
    { group: 'Services', items: Object.entries(services).map(([service, { name }]) => item(name, { service })) },
    { group: 'Brokers', items: Object.entries(brokers).map(([broker, { name }]) => item(name, { broker })) },
  ].filter(({ items }) => items.length > 0);
}

/** Whether there is something among its targets that this fault can act on. */
export function canStrike(flow: Flow, fault: MonkeyFault, targets: readonly FaultTarget[]): boolean {
  const places = targets.length > 0 ? targets : allTargets(flow);
  return places.some((target) => resolveTarget(flow, { ...asFault(fault), target }).ok);
}

const allTargets = (flow: Flow): FaultTarget[] =>
  targetChoices(flow).flatMap(({ items }) => items.map(({ target }) => target));

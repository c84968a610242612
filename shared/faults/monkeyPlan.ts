import type { Flow } from '../flow/flow.ts';
import { seededRandom } from '../random.ts';
import type { Fault, FaultTarget } from './fault.ts';
import type { MonkeySettings } from './monkey.ts';
import { resolveTarget } from './resolveTarget.ts';

/**
 * What the monkey does, as pure functions of its settings, the flow and the number of the act: clocks and dice of the machine
 * have no say in it. Each act has dice of its own, so that an edit changes only what comes after it.
 *
 *   act    1        2          3         4
 *          ├─ gap ──┼── gap ───┼── gap ──┤        each gap is everyMs ± jitterMs
 *          ▓▓▓▓▓▓▓▓▓▓▓▓▓▓         ▓▓▓▓▓▓▓▓▓▓▓     each fault lasts eachForMs; act 2 sat out: atOnce were on
 */

/** How far a plan has come. */
export interface MonkeyProgress {
  /** Of the last act; 0 before the first. */
  number: number;
  /** When that was, in milliseconds from the beginning. */
  atMs: number;
  /** How many faults it has put on. */
  acts: number;
  /** The faults that the plan has on then. */
  on: readonly { fault: Fault; untilMs: number }[];
}

export interface MonkeyAct {
  number: number;
  atMs: number;
  /** None: it sits this act out. */
  fault?: Fault | undefined;
}

export const monkeyBegins: MonkeyProgress = { number: 0, atMs: 0, acts: 0, on: [] };

/** Milliseconds from the last act to the next one. */
export function msToNextAct({ seed, everyMs, jitterMs }: MonkeySettings, { number }: MonkeyProgress): number {
  if (number === 0) return 0;
  return everyMs + Math.round((2 * seededRandom(`${seed}/gap/${number + 1}`)() - 1) * jitterMs);
}

/** Milliseconds from the last act to the end of all faults, when that act was the last one; else undefined. */
export function msToEnd({ count }: MonkeySettings, { acts, atMs, on }: MonkeyProgress): number | undefined {
  if (count === undefined || acts < count) return undefined;
  return Math.max(0, ...on.map(({ untilMs }) => untilMs - atMs));
}

/** The next act, on the flow as it is then. */
export function nextAct(
  settings: MonkeySettings,
  flow: Flow,
  before: MonkeyProgress,
): { act: MonkeyAct; progress: MonkeyProgress } {
  const number = before.number + 1;
  const atMs = before.atMs + msToNextAct(settings, before);
  const on = before.on.filter(({ untilMs }) => untilMs > atMs);
  const fault =
    on.length < settings.atOnce ? draw(settings, flow, { number, on: on.map((one) => one.fault) }) : undefined;
  if (fault === undefined) return { act: { number, atMs }, progress: { ...before, number, atMs, on } };
  const untilMs = atMs + settings.eachForMs;
  return {
    act: { number, atMs, fault },
    progress: { number, atMs, acts: before.acts + 1, on: [...on, { fault, untilMs }] },
  };
}

/** The first acts on a flow that nobody edits meanwhile. */
export function planActs(settings: MonkeySettings, flow: Flow, acts: number): MonkeyAct[] {
  const { forMs = Infinity } = settings;
  const planned: MonkeyAct[] = [];
  let progress = monkeyBegins;
  while (planned.length < acts && msToEnd(settings, progress) === undefined) {
    const next = nextAct(settings, flow, progress);
    if (next.act.atMs >= forMs) break;
    planned.push(next.act);
    progress = next.progress;
  }
  return planned;
}

/** Looks at no more than so many things of a sort per act: a drawing may have thousands of them. */
const maxLookedAt = 64;

/** First the fault is drawn, then where it acts: a kind with many targets comes no more often than one with few. */
function draw(
  { seed, faults, targets, eachForMs }: MonkeySettings,
  flow: Flow,
  { number, on }: { number: number; on: readonly Fault[] },
): Fault | undefined {
  const dice = seededRandom(`${seed}/act/${number}`);
  const common = { id: `monkey_${number}`, seed: Math.floor(dice() * 2 ** 31), forMs: eachForMs };
  const places = (targets === 'any' ? everyTarget(flow) : [targets]).flatMap((sort) => some(sort, maxLookedAt, dice));
  for (const fault of some(faults, faults.length, dice)) {
    const made = places.map((target): Fault => ({ ...fault, ...common, target }));
    const possible = made.filter((one) => resolveTarget(flow, one).ok && !on.some((other) => isSame(other, one)));
    const chosen = possible[Math.floor(dice() * possible.length)];
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

/** All that a person could click, by sort, in an order that does not depend on when it was drawn. */
function everyTarget(flow: Flow): FaultTarget[][] {
  const ids = (record: object): string[] => Object.keys(record).toSorted();
  const services = ids(flow.services);
  return [
    ids(flow.wires).map((wire) => ({ wire })),
    services.flatMap((service) => ids(flow.services[service]?.handlers ?? {}).map((handler) => ({ handler, service }))),
    services.map((service) => ({ service })),
    ids(flow.brokers).map((broker) => ({ broker })),
  ];
}

/** The same thing is not broken twice in the same way. */
const isSame = (a: Fault, b: Fault): boolean =>
  a.kind === b.kind && JSON.stringify(a.target) === JSON.stringify(b.target);

/** So many of a list, drawn one after the other. */
function some<T>(from: readonly T[], count: number, dice: () => number): T[] {
  const left = [...from];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) {
    const at = Math.floor(dice() * left.length);
    const [one, last] = [left[at], left.pop()];
    if (one !== undefined) drawn.push(one);
    if (at < left.length && last !== undefined) left[at] = last;
  }
  return drawn;
}

import {
  isHandlerFault,
  isLinkFault,
  isMessageFault,
  isProcessFault,
  type Fault,
  type HandlerFault,
  type LinkFault,
  type MessageFault,
  type ProcessFault,
} from '#shared/faults/fault.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import { seededRandom } from '#shared/random.ts';
import type { HopContext } from '../trace/context.ts';
import { compileFault, type FaultExpressions } from './faultExpressions.ts';
import { handlerRoute, isOfRoute } from './handlerRoute.ts';
import { Mending } from './mending.ts';

/** A fault that is on. */
export interface ActiveFault<F extends Fault = Fault> {
  readonly fault: F;
  readonly target: ResolvedTarget;
  /** Of the handler that it is on, as `patternRoute`. */
  readonly route: string | undefined;
  /** Whether a message is to be hit, of those that match. */
  readonly random: () => number;
  readonly match: FaultExpressions['match'];
  readonly value: FaultExpressions['value'];
  readonly mending: Mending;
}

interface Entry extends ActiveFault {
  /** The fault as text: the same text is the same fault, which goes on with its count and its time. */
  text: string;
  hits: number;
  /** When `timer` ends it, on the clock of `performance`. */
  endsAt: number | undefined;
  timer: NodeJS.Timeout | undefined;
  countTimer: NodeJS.Timeout | undefined;
  /** Has acted as often as it may; it stays on as long as it still has messages in hand. */
  isSpent: boolean;
  expressions: FaultExpressions;
}

/** The faults that are on now, each with its own chance, count and clock. */
export class ActiveFaults {
  /** Of those that are on, as whoever put them on counts. */
  revision = 0;
  readonly #onEnded: (fault: string, revision: number) => void;
  readonly #onProgress: () => void;
  #entries = new Map<string, Entry>();
  #hasMessageFaults = false;
  #processFaults: readonly ActiveFault<ProcessFault>[] = [];
  /** Ended by themselves, as text: a plan that was written before the server knew may still hold them. */
  readonly #ended = new Set<string>();
  /** Ended by their count, the oldest first: they still have the last messages in hand. */
  #spent: Entry[] = [];

  /**
   * `onEnded` is told of each that ended by itself, by its count or its time, and at which `revision`; it is off already.
   * `onProgress` is told that `progress` is another now: with every hit, so it must be quick.
   */
  constructor(onEnded: (fault: string, revision: number) => void, onProgress: () => void = () => undefined) {
    this.#onEnded = onEnded;
    this.#onProgress = onProgress;
  }

  /** Of each that is on: how often it has acted, and how many ms it stays on. */
  get progress(): FaultProgress {
    const now = performance.now();
    return Object.fromEntries(
      [...this.#entries].map(([id, { hits, endsAt }]) => [
        id,
        endsAt === undefined ? { hits } : { hits, leftMs: Math.max(0, Math.round(endsAt - now)) },
      ]),
    );
  }

  get all(): readonly ActiveFault[] {
    return [...this.#entries.values()];
  }

  /**
   * Puts these on, and only these. One that cannot act is left out, and its Problem says why.
   *
   * @param anew the ids of those that begin anew if they have ended by themselves; without it, nobody has asked for any of this
   */
  set(flow: Flow, faults: readonly Fault[], anew?: readonly string[]): Problem[] {
    const problems: Problem[] = [];
    const before = this.#entries;
    this.#entries = new Map();
    // All is mended: whatever is held up goes on.
    if (anew !== undefined && faults.length === 0) this.#release(0);
    const texts = faults.map((fault) => JSON.stringify(fault));
    const stay = texts.filter((_text, index) => anew?.includes(faults[index]?.id ?? '') !== true);
    for (const text of this.#ended) if (!stay.includes(text)) this.#ended.delete(text);
    for (const [index, fault] of faults.entries()) {
      const text = texts[index] ?? '';
      if (this.#ended.has(text)) continue;
      const kept = before.get(fault.id);
      const entry = makeEntry(flow, fault, kept?.text === text ? kept : undefined);
      if ('problem' in entry) problems.push({ ...entry.problem, at: `faults.${index}.${entry.problem.at ?? ''}` });
      else this.#entries.set(fault.id, entry);
    }
    for (const entry of before.values()) if (this.#entries.get(entry.fault.id) !== entry) stop(entry);
    for (const entry of this.#entries.values()) this.#arm(entry);
    this.#lookAgain();
    this.#onProgress();
    return problems;
  }

  /** Handler faults on this handler, in the order in which they were put on. */
  onHandler(place: { service: string; handler: string; replica: number }): ActiveFault<HandlerFault>[] {
    return this.all.filter(
      (active): active is ActiveFault<HandlerFault> =>
        isHandlerFault(active.fault) && actsOnHandler(active.target, place),
    );
  }

  /** Message faults on any of these places, in the order in which they were put on; of those on a handler, what it answers. */
  onMessage(acts: (target: ResolvedTarget) => boolean, hop?: HopContext): readonly ActiveFault<MessageFault>[] {
    if (!this.#hasMessageFaults) return none;
    return this.all.filter(
      (active): active is ActiveFault<MessageFault> =>
        isMessageFault(active.fault) && acts(active.target) && isOfRoute(active.route, hop),
    );
  }

  /** Process faults, in the order in which they were put on. */
  onProcess(): readonly ActiveFault<ProcessFault>[] {
    return this.#processFaults;
  }

  /** Link faults on any of these places. The objects stay the same as long as the faults do. */
  onLink(acts: (target: ResolvedTarget) => boolean): LinkFault[] {
    return this.all.flatMap(({ fault, target }) => (isLinkFault(fault) && acts(target) ? [fault] : []));
  }

  /**
   * It acts once more; the last time that it may ends it, after `lastsMs`, or with `letGo` when that is Infinity.
   * False when it is off already, or may not any more.
   */
  hit(fault: Fault, lastsMs = 0): boolean {
    const entry = this.#entries.get(fault.id);
    if (entry?.fault !== fault || entry.isSpent) return false;
    entry.hits += 1;
    this.#onProgress();
    if (fault.count === undefined || entry.hits < fault.count) return true;
    entry.isSpent = true;
    if (lastsMs === 0) this.#spend(entry);
    else if (lastsMs < Infinity) entry.countTimer = setTimeout(() => this.#spend(entry), lastsMs);
    return true;
  }

  /** It has no message in hand any more: with none left to hit, it is over. */
  letGo(id: string): void {
    const entry = this.#entries.get(id);
    if (entry?.isSpent === true && entry.countTimer === undefined) this.#spend(entry);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  close(): void {
    for (const entry of this.#entries.values()) stop(entry);
    this.#entries.clear();
    this.#release(0);
    this.#lookAgain();
  }

  #arm(entry: Entry): void {
    const { forMs } = entry.fault;
    if (forMs === undefined || entry.timer !== undefined) return;
    entry.endsAt = performance.now() + forMs;
    entry.timer = setTimeout(() => {
      stop(entry);
      this.#end(entry);
    }, forMs);
  }

  #lookAgain(): void {
    const { all } = this;
    this.#hasMessageFaults = all.some(({ fault }) => isMessageFault(fault));
    this.#processFaults = all.filter((active): active is ActiveFault<ProcessFault> => isProcessFault(active.fault));
  }

  #spend(entry: Entry): void {
    clearTimers(entry);
    this.#spent.push(entry);
    this.#release(maxSpent);
    this.#end(entry);
  }

  /** Lets go of what the spent faults have in hand, but for so many of the latest. */
  #release(kept: number): void {
    for (const entry of this.#spent.splice(0, Math.max(0, this.#spent.length - kept))) stop(entry);
  }

  #end(entry: Entry): void {
    this.#entries.delete(entry.fault.id);
    this.#lookAgain();
    this.#ended.add(entry.text);
    this.#onEnded(entry.fault.id, this.revision);
  }
}

const none: readonly never[] = [];
const maxSpent = 100;

function makeEntry(flow: Flow, fault: Fault, kept: Entry | undefined): Entry | { problem: Problem } {
  const resolution = resolveTarget(flow, fault);
  if (!resolution.ok) return resolution;
  const route = handlerRoute(flow, resolution.target);
  if (kept !== undefined) return Object.assign(kept, { target: resolution.target, route });
  const expressions = compileFault(fault);
  if ('problem' in expressions) return expressions;
  const { match, value } = expressions;
  return {
    fault,
    target: resolution.target,
    route,
    text: JSON.stringify(fault),
    random: seededRandom(fault.seed ?? fault.id),
    match,
    value,
    mending: new Mending(),
    hits: 0,
    endsAt: undefined,
    timer: undefined,
    countTimer: undefined,
    isSpent: false,
    expressions,
  };
}

function clearTimers({ timer, countTimer }: Entry): void {
  clearTimeout(timer);
  clearTimeout(countTimer);
}

function stop(entry: Entry): void {
  clearTimers(entry);
  entry.mending.end();
  entry.expressions.dispose();
}

function actsOnHandler(
  target: ResolvedTarget,
  { service, handler, replica }: { service: string; handler: string; replica: number },
): boolean {
  if (target.on !== 'handler' && target.on !== 'service') return false;
  if (target.service !== service || (target.on === 'handler' && target.handler !== handler)) return false;
  return target.replica === undefined || target.replica === replica;
}

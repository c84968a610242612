import { Subject, type Observable } from 'rxjs';
import { newHopId, newTraceId } from './ids.ts';
import { ArrivingHop } from './arrivingHop.ts';
import type { HopContext } from './context.ts';
import { LatestMap } from './latestMap.ts';

/**
 * What the runner remembers of the latest hops, by id: how deep each stands in its trace, and which faults acted on it.
 *
 *   caller ── message ──▶ callee        both halves of a hop live in this process but share no object, and a reply can
 *   caller ◀── reply ─── callee         carry no metadata: the ids of the faults that bent the reply are found here.
 *
 * It also ends messages that call each other in a circle, and those that breed more and more messages.
 */

const maxDepth = 64;
const maxHopsPerTrace = 10_000;
/** A message older than so many others is over, or lost. */
const remembered = 10_000;
/** Of those about which there is nothing else to say, so many are known to have been answered. */
const rememberedAnswers = 1000;

/** How a call stands, as its caller sees it. */
export interface CallView {
  /** On the clock of `performance`; undefined when it would wait for ever. */
  givesUpAtMs?: number | undefined;
  end?: CallEnd | undefined;
}

/**
 * One object for each hop of which there is something to tell, changed in place. Most messages are first in their trace, meet no
 * fault and are answered: whatever is kept of them outlives them, and moving it about was a fifth of what a message cost.
 */
interface Entry extends CallView {
  depth: number;
}

const answered: CallView = { end: 'completed' };

export type CallEnd = 'completed' | 'failed' | 'cancelled';

/** A hop that stands too deep in its trace, or whose trace has become too large. It is never sent. */
export class EndlessLoopError extends Error {
  override readonly name = 'EndlessLoopError';
}

export class HopLedger {
  readonly #hops = new LatestMap<Entry>(remembered);
  /** Of those that faults acted on, apart: mostly there are none, and each event of each hop asks. */
  readonly #faults = new LatestMap<string[]>(remembered);
  /** Hops of each trace that has more than one. */
  readonly #traces = new LatestMap<number>(remembered);
  readonly #answered = new LatestMap<CallView>(rememberedAnswers);
  readonly #ends$ = new Subject<{ hopId: string; end: CallEnd }>();

  /** Calls whose callers wait no more. */
  get ends$(): Observable<{ hopId: string; end: CallEnd }> {
    return this.#ends$;
  }
  /** Messages go to other processes of the session, which have ledgers of their own. */
  isDivided = false;

  /**
   * A new hop below `parent`; it carries the parent's faults on. An attempt of a call is the same message: it stands as deep as the
   * call, and only from the second on it is one more.
   */
  begin(hop: Pick<HopContext, 'pattern' | 'kind' | 'place' | 'attempt'>, parent?: HopContext): HopContext {
    const traceId = parent?.traceId ?? newTraceId();
    const hopId = newHopId();
    const faults = parent === undefined ? undefined : this.faultsOf(parent);
    const { pattern, kind, place, attempt } = hop;
    const depth = parent === undefined ? 1 : this.#depthOf(parent) + (attempt === undefined ? 1 : 0);
    if (depth > 1) this.#hops.set(hopId, { depth, givesUpAtMs: undefined, end: undefined });
    if (faults !== undefined) this.#faults.set(hopId, faults);
    if (parent !== undefined && attempt !== 1) this.#traces.set(traceId, (this.#traces.get(traceId) ?? 1) + 1);
    const begun: HopContext = { traceId, hopId, pattern, kind, place };
    if (parent !== undefined) begun.parentId = parent.hopId;
    if (attempt !== undefined) begun.attempt = attempt;
    if (faults !== undefined) begun.faults = faults;
    return begun;
  }

  /** How deep this hop stands, to travel with it: in a session of several processes nobody else could tell. */
  travellingDepth(hop: HopContext): number | undefined {
    return this.isDivided ? this.#depthOf(hop) : undefined;
  }

  /** Why this hop must not be sent; undefined when it may. */
  refusal({ hopId, traceId }: HopContext): EndlessLoopError | undefined {
    const depth = this.#hops.get(hopId)?.depth ?? 1;
    if (depth > maxDepth) {
      return new EndlessLoopError(
        `This message is number ${depth} in a row of messages that cause each other. Break the circle with a "when".`,
      );
    }
    if ((this.#traces.get(traceId) ?? 0) > maxHopsPerTrace) {
      return new EndlessLoopError(
        `One message has caused more than ${maxHopsPerTrace} others. Send fewer from each handler.`,
      );
    }
    return undefined;
  }

  /** Its caller waits from now on. */
  began({ hopId }: HopContext, timeoutMs: number | undefined): void {
    if (timeoutMs === undefined) return;
    this.#entryOf(hopId).givesUpAtMs = performance.now() + timeoutMs;
  }

  ended({ hopId }: HopContext, end: CallEnd): void {
    const entry = this.#hops.get(hopId);
    if (end !== 'completed') this.#entryOf(hopId).end = end;
    else if (entry !== undefined && entry.depth > 1) entry.end = end;
    else {
      // When its caller would have given up is of no interest any more.
      if (entry !== undefined) this.#hops.delete(hopId);
      this.#answered.set(hopId, answered);
    }
    if (this.#ends$.observed) this.#ends$.next({ hopId, end });
  }

  /** Empty for a call that goes on or of which nothing is known, such as a stranger's. */
  callOf({ hopId }: HopContext): CallView {
    return this.#hops.get(hopId) ?? this.#answered.get(hopId) ?? {};
  }

  /** A fault acted on this hop: all that follows carries its id. Arrays are replaced, as events hold the old ones. */
  addFault(hop: HopContext, fault: string): void {
    this.#merge(hop, [fault]);
  }

  /** Everything that acted on this hop so far, on either side of it. */
  faultsOf(hop: HopContext): string[] | undefined {
    const known = this.#faults.isEmpty ? undefined : this.#faults.get(hop.hopId);
    if (known === undefined) return hop.faults;
    return hop.faults === undefined ? known : [...new Set([...hop.faults, ...known])];
  }

  /** Takes into `hop` what acted on it on the other side. */
  refresh(hop: HopContext): void {
    const faults = this.faultsOf(hop);
    if (faults !== undefined && faults.length !== hop.faults?.length) hop.faults = faults;
  }

  /** What went wrong below goes wrong above: the parent's later events carry these faults too. */
  passUp(hop: HopContext, parent: HopContext | undefined): void {
    if (parent !== undefined && hop.faults !== undefined) this.#merge(parent, hop.faults);
  }

  #depthOf(hop: HopContext): number {
    const told = hop instanceof ArrivingHop ? hop.depth : undefined;
    return this.#hops.get(hop.hopId)?.depth ?? told ?? 1;
  }

  #merge(hop: HopContext, faults: readonly string[]): void {
    const merged = [...new Set([...(this.faultsOf(hop) ?? []), ...faults])];
    hop.faults = merged;
    this.#faults.set(hop.hopId, merged);
  }

  /** That of a hop which is first in its trace, unless it has one. */
  #entryOf(hopId: string): Entry {
    const known = this.#hops.get(hopId);
    if (known !== undefined) return known;
    const entry = { depth: 1, givesUpAtMs: undefined, end: undefined };
    this.#hops.set(hopId, entry);
    return entry;
  }
}
